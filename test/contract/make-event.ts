import { readFileSync } from 'node:fs';
import type { Profile } from '../../mappings/engine/index.ts';
import type { EventKind, TraceEvent } from '../../mappings/model/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { createRandom, type Random, seedOf } from './random.ts';
import { wildText } from './wild-text.ts';

type Schema = { readonly [key: string]: unknown };

/**
 * - `required`: what the event schema demands, nothing else.
 * - `all`: every field of the schema, with values as institutions send them.
 * - `wild`: every field or none by chance, with any value the schema allows.
 */
export type Amount = 'required' | 'all' | 'wild';

const schema: Schema = JSON.parse(
  readFileSync(new URL('../../mappings/model/event.schema.json', import.meta.url), 'utf8'),
);
const definitions = record(schema.$defs);
const check = compileSchema(schema);

/** A drug trace code of 20 digits, and a GS1 code with its separator, as scanners give them. */
export const defaultCodes: readonly string[] = ['81234560000000000017', ']d2010690123456789221SN7\u001d10LOT7'];

/** Everything personal begins so: wherever it turns up afterwards, it has leaked. */
export const personalMark = 'Zq7P';
const personal = ['person', 'doctor', 'pharmacist'];

/** Members of an event that are not made by walking the schema. */
const madeElsewhere = ['codes', 'lines', 'extensions', 'kind'];
/** Fields that exclude others, so that no event can have them all. */
const exclusive: Readonly<Record<string, string>> = {
  awaiting: 'the settlement has not been made: it has neither id nor visit',
};

/** Values as institutions send them, by name of the definition or property; the rest is made from the schema. */
const usual: Readonly<Record<string, string>> = {
  region: '430102',
  occurredAt: '2026-07-01T10:00:00+08:00',
  decimal: '1',
  unitPrice: '12.50',
  producedOn: '2026-01-15',
  expiresOn: '2028-01-14',
  nhsaCode: 'XA01ABD075A002010100001',
  gtin: '06901234567892',
  approvalNo: '国药准字H20000001',
  standardCode: '86904879000126',
  certType: '01',
};

export interface EventOrder {
  readonly kind: EventKind;
  readonly amount: Amount;
  /** Names the event; also its seed. */
  readonly name: string;
  readonly lines?: number;
  readonly codes?: readonly string[];
}

/** @returns an event that the event schema takes, the same for the same order. @throws Error when the schema refuses it after all. */
export function makeEvent({ kind, amount, name, lines = 2, codes = defaultCodes }: EventOrder): TraceEvent {
  const random = createRandom(seedOf(name));
  const made = object(schema, { amount, random, path: [] });
  const base = record(made);
  const line = (index: number) => ({
    ...record(object(record(definitions.line), { amount, random, path: ['line'] })),
    codes: codesOf(codes, kind, amount, index),
  });
  const event = {
    ...base,
    kind,
    ...(amount === 'wild' ? {} : { documentNo: documentNo(name), reason: undefined }),
    lines: Array.from({ length: lines }, (_, index) => line(index)),
    extensions: undefined,
  };
  return checked(JSON.parse(JSON.stringify(event)));
}

/** @throws Error naming what the schema refuses. */
export function checked(event: unknown): TraceEvent {
  const errors = check(event);
  if (errors.length > 0) throw new Error(`the kit made no event: ${JSON.stringify(errors)}`);
  return event as TraceEvent;
}

/** A code of its own for each number: before the GS1 separator, or in the last digits but two. */
export function numbered(code: string, index: number): string {
  if (index === 0) return code;
  if (code.includes('\u001d')) return code.replace('\u001d', `${index}\u001d`);
  return `${code.slice(0, -6)}${String(index).padStart(4, '0')}${code.slice(-2)}`;
}

/** A pack that others lie in: another item number than that of any code of the kit. */
const outerPack = '81234569000000000017';

/** What is scanned on a line. A `pack` line holds the outer pack and what lies in it; elsewhere the object form says only how large. */
function codesOf(codes: readonly string[], kind: EventKind, amount: Amount, index: number): unknown[] {
  const own = codes.map((code) => numbered(code, index));
  if (kind !== 'pack') return own.map((value) => (amount === 'all' ? { value, packLevel: 'small' } : value));
  const parent = numbered(outerPack, index);
  return [{ value: parent, packLevel: 'middle' }, ...own.map((value) => ({ value, packLevel: 'small', parent }))];
}

function documentNo(name: string): string {
  return `CK${seedOf(name).toString(36).toUpperCase()}`;
}

interface Place {
  readonly amount: Amount;
  readonly random: Random;
  readonly path: readonly string[];
}

function object(node: Schema, place: Place): unknown {
  const required = texts(node.required);
  const entries = Object.entries(record(node.properties ?? {})).flatMap(([name, child]) => {
    if (madeElsewhere.includes(name) || (place.amount === 'all' && name in exclusive)) return [];
    const wanted =
      required.includes(name) || place.amount === 'all' || (place.amount === 'wild' && place.random.below(2));
    return wanted ? [[name, value(record(child), { ...place, path: [...place.path, name] })]] : [];
  });
  return Object.fromEntries(entries);
}

function value(node: Schema, place: Place): unknown {
  const { amount, random, path } = place;
  const name = path.at(-1) ?? '';
  const reference = typeof node.$ref === 'string' ? (node.$ref.split('/').at(-1) ?? '') : undefined;
  const known = usual[name] ?? (reference === undefined ? undefined : usual[reference]);
  if (known !== undefined && amount !== 'wild') return known;
  if (reference !== undefined) return value(record(definitions[reference]), place);
  if ('const' in node) return node.const;
  if (Array.isArray(node.enum)) return amount === 'wild' ? random.pick(node.enum) : node.enum[0];
  if (node.type === 'object') return object(node, place);
  if (node.type === 'boolean') return amount === 'wild' ? random.below(2) === 1 : true;
  if (amount === 'wild') return wildText(node, random);
  const longest = typeof node.maxLength === 'number' ? node.maxLength : 12;
  const isPersonal = path.some((part) => personal.includes(part));
  const text = isPersonal ? `${personalMark}${path.at(-2)?.slice(0, 3)}${name}` : `${name}${random.below(1000)}`;
  return text.slice(0, Math.min(longest, isPersonal ? 20 : 12));
}

/** @returns the extension keys that the operation's fields read, each with a value that its lookup and type take. */
export function extensionsOf({ id, resolved }: Profile, operation: string): Readonly<Record<string, string>> {
  const family = id.split('/')[0] ?? '';
  const start = `extensions.${family}.`;
  const found: Record<string, string> = {};
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const field: Schema = { ...node };
    for (const path of [field.from].flat()) {
      if (typeof path === 'string' && path.startsWith(start)) found[path.slice(start.length)] = fitting(field);
    }
    for (const child of Object.values(field)) visit(child);
  };
  const fitting = ({ lookup, type }: Schema): string => {
    const table = typeof lookup === 'string' ? resolved.lookups?.[lookup] : lookup;
    const [first] = typeof table === 'object' && table !== null ? Object.keys(table) : [];
    if (first !== undefined) return first === '*' ? '1' : first;
    if (type === 'date') return '2026-06-30';
    return type === 'datetime' ? '2026-06-30 10:00:00' : '1';
  };
  visit(resolved.operations?.[operation]);
  return found;
}

function record(value: unknown): Schema {
  if (typeof value !== 'object' || value === null) throw new Error('the event schema is not as the kit reads it');
  return { ...value };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
