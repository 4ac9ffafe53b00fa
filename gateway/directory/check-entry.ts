import { readFileSync } from 'node:fs';
import { compileSchema, escapePointer, type SchemaError } from '../../mappings/schema.ts';
import { describeErrors } from '../../mappings/schema-messages.ts';
import type { FieldError } from '../intake/contract.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { DirectoryInput } from './contract.ts';

type Check = (value: unknown) => SchemaError[];
type Values = Readonly<Record<string, string>>;

export interface EntryChecks {
  /** Name, region, role, code and the form of the links. */
  basics(entry: DirectoryInput): FieldError[];
  /** One link's part against its adapter. `credentials`: those that will hold, the stored ones when none are given. */
  link(link: string, identity: Values, credentials: Values | undefined): FieldError[];
}

const institutionSchema = new URL('./institution.schema.json', import.meta.url);
const eventSchema = new URL('../../mappings/model/event.schema.json', import.meta.url);

/** Compiles what directory entries are checked against. @throws Error when an adapter's schema is wrong. */
export function createEntryChecks(links: ReadonlyMap<string, LinkRuntime>): EntryChecks {
  const institution = compileSchema(readJson(institutionSchema));
  const events = readJson(eventSchema);
  const code = compileSchema({ $ref: `${events.$id}#/$defs/institution/properties/code` }, { schemas: [events] });
  const adapters = new Map<string, { readonly identity: Check; readonly credentials: Check }>();
  for (const { id, adapter } of links.values()) {
    adapters.set(id, {
      identity: compileSchema(adapter.identitySchema),
      credentials: compileSchema(adapter.credentialsSchema),
    });
  }
  return {
    basics({ code: ownCode, ...rest }) {
      return [...describeErrors(code(ownCode), '/code'), ...describeErrors(institution(rest))];
    },
    link(link, identity, credentials) {
      const pointer = `/links/${escapePointer(link)}`;
      const checks = adapters.get(link);
      if (checks === undefined) return [unknownLink(pointer, [...links.keys()])];
      return [
        ...describeErrors(checks.identity(identity), `${pointer}/identity`),
        ...describeErrors(checks.credentials(credentials ?? {}), `${pointer}/credentials`),
      ];
    },
  };
}

function unknownLink(pointer: string, known: readonly string[]): FieldError {
  const names = known.join(', ');
  return {
    pointer,
    code: 'LINK_UNKNOWN',
    message: { zh: `没有这条链路；现有：${names}`, en: `no such link; there are: ${names}` },
  };
}

function readJson(file: URL): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8'));
}
