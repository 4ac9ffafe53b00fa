/**
 * What has been released stays: the record of a profile's fields, and what a change breaks of it. A till that sends what was enough
 * yesterday must not be refused today, unless the region's document has a new version with a day of its own.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Profile } from '../../mappings/engine/index.ts';
import { compileSpelling } from '../../mappings/engine/spelling.ts';
import type { RawField, RawFields, RawOperation, RawProfile } from '../../mappings/engine/types.ts';

/** `required` as in the file: of the event, so a field with a default or constant is `optional`; a condition as its JSON. */
type Demand = 'optional' | 'required' | string;

/** One version of a profile as it was released. */
export interface Release {
  readonly profile: string;
  /** First day in force; null for the eldest version. */
  readonly inForceFrom: string | null;
  /** Operation → native field path → demand. */
  readonly operations: Readonly<Record<string, Readonly<Record<string, Demand>>>>;
}

/** @returns one record per version of the profile, the eldest first. */
export function releasesOf(profile: Profile): Release[] {
  return profile.versions.map(({ id, inForceFrom, resolved }) => ({
    profile: id,
    inForceFrom: inForceFrom ?? null,
    operations: Object.fromEntries(
      Object.entries(resolved.operations ?? {}).map(([name, operation]) => [name, demands(resolved, operation)]),
    ),
  }));
}

/** @returns the file of a record below the folder of records. */
export function releaseFile({ profile, inForceFrom }: Pick<Release, 'profile' | 'inForceFrom'>): string {
  return `${profile}${inForceFrom === null ? '' : `@${inForceFrom}`}.json`;
}

/** @returns one sentence per promise of the records that the profiles of today break. */
export function breaches(records: readonly Release[], profiles: ReadonlyMap<string, Profile>): string[] {
  return records.flatMap((record) => {
    const today = [...(profiles.get(record.profile)?.versions ?? [])].flatMap(releasesOf);
    const same = today.find((version) => releaseFile(version) === releaseFile(record));
    if (same === undefined) return [`${releaseFile(record)} was released and is gone`];
    return Object.entries(record.operations).flatMap(([operation, fields]) =>
      operationBreaches(fields, same.operations[operation]).map(
        (what) => `${releaseFile(record)} ${operation}: ${what}`,
      ),
    );
  });
}

function operationBreaches(
  released: Release['operations'][string],
  today: Release['operations'][string] | undefined,
): string[] {
  if (today === undefined) return ['the operation was released and is gone'];
  const lost = Object.keys(released).filter((path) => today[path] === undefined);
  const gained = Object.entries(today).filter(([path, demand]) => isStricter(released[path] ?? 'optional', demand));
  return [
    ...lost.map((path) => `loses the field ${path}`),
    ...gained.map(([path, demand]) => `now requires ${path}${demand === 'required' ? '' : ` where ${demand}`}`),
  ];
}

/** Another condition may hold where the first did not. */
function isStricter(released: Demand, today: Demand): boolean {
  return today !== 'optional' && today !== released && released !== 'required';
}

function demands(profile: RawProfile, operation: RawOperation): Record<string, Demand> {
  const spell = compileSpelling(profile, operation);
  const found: Record<string, Demand> = {};
  const walk = (fields: RawFields | undefined, prefix: string): void => {
    for (const [name, field] of Object.entries(fields ?? {})) {
      const path = prefix + spell(name);
      found[path] = demandOf(field);
      walk(field.fields, `${path}.`);
    }
  };
  const node = operation.items?.node ?? operation.node;
  walk(operation.root, '');
  walk(operation.fields, node === undefined ? '' : `${spell(node)}.`);
  return found;
}

function demandOf({ required = false, default: fallback, const: fixed }: RawField): Demand {
  if (required === false || fallback !== undefined || fixed !== undefined) return 'optional';
  return required === true ? 'required' : JSON.stringify(required);
}

/** @returns the records in the folder; none when there is no such folder yet. */
export async function readReleases(folder: string): Promise<Release[]> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const records = files.filter((file) => file.endsWith('.json')).sort();
  return Promise.all(records.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))));
}

/**
 * Writes the records of these profiles. Never over a promise: what a record breaks must be a new version first.
 * @param ids profile ids; none for all
 * @returns the files written
 * @throws Error naming every broken promise
 */
export async function release(
  folder: string,
  profiles: ReadonlyMap<string, Profile>,
  ids: readonly string[],
): Promise<string[]> {
  const unknown = ids.filter((id) => !profiles.has(id));
  if (unknown.length > 0) throw new Error(`there is no profile ${unknown.join(', ')}`);
  const chosen = ids.length === 0 ? [...profiles.keys()] : ids;
  const records = (await readReleases(folder)).filter(({ profile }) => chosen.includes(profile));
  const broken = breaches(records, profiles);
  if (broken.length > 0) throw new Error(`not released: ${broken.join('; ')}`);
  const written: string[] = [];
  for (const one of chosen.flatMap((id) => profiles.get(id) ?? []).flatMap(releasesOf)) {
    const path = join(folder, releaseFile(one));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(one, null, 2)}\n`);
    written.push(path);
  }
  return written;
}
