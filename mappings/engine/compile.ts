import { join } from 'node:path';
import { MappingError, ProfileError } from './errors.ts';
import { compileExtensionCheck } from './extensions.ts';
import { type LengthUnit, lengthUnits } from './native-types.ts';
import { compileOperation } from './operation.ts';
import type { KeyPath, Locate } from './place.ts';
import { checkAliases, compileSpelling, nativeNames } from './spelling.ts';
import { didYouMean } from './suggest.ts';
import type {
  CallFunctions,
  MapInput,
  Profile,
  ProfileExample,
  ProfileFault,
  RawFault,
  RawProfile,
  Scope,
} from './types.ts';
import { atPlace } from './value.ts';

export interface CompileOptions {
  /** The resolved profile's own file; examples are looked for in `exampleDir`. */
  readonly exampleDir: string;
  readonly chain: readonly string[];
  readonly locate: Locate;
  readonly inherits: (keyPath: KeyPath) => boolean;
  readonly functions: CallFunctions;
  /** yyyy-MM-dd; absent for the eldest version. */
  readonly inForceFrom?: string | undefined;
}

/**
 * Compiles a resolved profile (inheritance applied) to closures, once, at start.
 * @throws ProfileError naming file, key path and inheritance chain.
 */
export function compileProfile(raw: RawProfile, options: CompileOptions): Profile {
  const { locate, inherits, functions, chain, inForceFrom } = options;
  const constants = raw.constants ?? {};
  const context = { locate, inherits, functions, lengthUnit: lengthUnit(raw), lookups: raw.lookups ?? {} };
  checkSpelling(raw, locate);
  const operations = Object.entries(raw.operations ?? {});
  const ids = operations.map(([id]) => id);
  const writers = new Map(
    operations.map(([id, operation]) => {
      const spell = compileSpelling(raw, operation);
      const emptyFields = operation.emptyFields ?? raw.emptyFields ?? 'omit';
      return [id, compileOperation(operation, ['operations', id], { ...context, spell, emptyFields })];
    }),
  );
  checkOperationKeys(raw, ids, locate);
  const checkExtensions = compileExtensionCheck(raw, locate([]));
  const profile: Profile = {
    id: raw.id,
    title: raw.title,
    ...(inForceFrom !== undefined && { inForceFrom }),
    get versions() {
      return [profile];
    },
    at: () => profile,
    support: raw.support,
    open: raw.open ?? [],
    constants,
    faults: (raw.faults ?? []).map((fault, index) => compileFault(fault, index, locate)),
    resend: raw.resend ?? {},
    limits: raw.limits ?? {},
    operations: ids,
    chain,
    examples: operations.flatMap(([id, { examples }]) =>
      (examples ?? []).map((one) => resolveExample(id, one, options.exampleDir)),
    ),
    resolved: raw,
    map: (operation, input) => {
      const write = writers.get(operation);
      if (write === undefined) {
        const hint = didYouMean(operation, ids);
        throw new MappingError(locate(['operations']), operation, `is no operation of profile ${raw.id}${hint}`);
      }
      checkExtensions(input);
      return write(scopeOf(input, constants));
    },
  };
  return profile;
}

function checkSpelling(raw: RawProfile, locate: Locate): void {
  checkAliases(raw, nativeNames(Object.values(raw.operations ?? {})), [], locate);
  for (const [id, operation] of Object.entries(raw.operations ?? {})) {
    checkAliases(operation, nativeNames([operation]), ['operations', id], locate);
  }
}

function scopeOf(input: MapInput, constants: Scope['constants']): Scope {
  return { input, constants };
}

function lengthUnit({ lengthUnit: written }: RawProfile): LengthUnit {
  return lengthUnits.find((unit) => unit === written) ?? 'characters';
}

function compileFault({ pattern, ...row }: RawFault, index: number, locate: Locate): ProfileFault {
  if (pattern === undefined) return row;
  const compiled = atPlace(['faults', String(index), 'pattern'], locate, () => new RegExp(pattern, 'u'));
  return { ...row, pattern: compiled };
}

/** A `resend` or `limits` row for an operation that is not there would silently do nothing. */
function checkOperationKeys(raw: RawProfile, operations: readonly string[], locate: Locate): void {
  for (const section of ['resend', 'limits'] as const) {
    for (const id of Object.keys(raw[section] ?? {})) {
      if (!operations.includes(id)) {
        throw new ProfileError(locate([section, id]), `there is no operation '${id}'${didYouMean(id, operations)}`);
      }
    }
  }
}

function resolveExample(
  operation: string,
  example: { readonly input: string; readonly output: string },
  folder: string,
): ProfileExample {
  return { operation, input: join(folder, example.input), output: join(folder, example.output) };
}
