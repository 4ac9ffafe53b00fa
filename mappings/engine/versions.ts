import { chinaDate, chinaDay } from './china-time.ts';
import { ProfileError } from './errors.ts';
import type { ProfileSource } from './inherit.ts';
import { locator } from './place.ts';
import type { Profile } from './types.ts';

/** The files of each profile id, the eldest version first. */
export type Versions = ReadonlyMap<string, readonly ProfileSource[]>;

/**
 * @returns the files by profile id.
 * @throws ProfileError when two files of one id come into force on the same day, or a file's name states another day.
 */
export function groupVersions(sources: readonly ProfileSource[]): Versions {
  const byId = new Map<string, ProfileSource[]>();
  for (const source of sources) {
    checkFileName(source);
    byId.set(source.id, [...(byId.get(source.id) ?? []), source]);
  }
  for (const files of byId.values()) {
    files.sort((left, right) => (dayOf(left) < dayOf(right) ? -1 : 1));
    checkApart(files);
  }
  return byId;
}

/**
 * @param id profile id, or `<id>@<effectiveFrom>` for one version whatever the day
 * @param day yyyy-MM-dd; before the eldest version's day the eldest holds: nothing else is known of that time
 */
export function versionAt(id: string, day: string, versions: Versions): ProfileSource | undefined {
  const [name = '', pinned] = id.split('@');
  const files = versions.get(name) ?? [];
  if (pinned !== undefined) return files.find((file) => dayOf(file) === pinned);
  return files.findLast((file) => dayOf(file) <= day) ?? files[0];
}

/**
 * @returns the days on which what holds for a profile changes, by a file of its own or of an ancestor: '' for its beginning,
 * then in order.
 */
export function changeDays(id: string, versions: Versions, seen: readonly string[] = []): string[] {
  const [name = '', pinned] = id.split('@');
  const files = versions.get(name) ?? [];
  // A circle is reported when the profile is resolved.
  if (pinned !== undefined || seen.includes(name)) return [''];
  const days = new Set(['']);
  files.forEach((file, index) => {
    const from = index === 0 ? '' : dayOf(file);
    const next = files[index + 1];
    days.add(from);
    for (const day of file.parent === undefined ? [] : changeDays(file.parent, versions, [...seen, name])) {
      if (day > from && (next === undefined || day < dayOf(next))) days.add(day);
    }
  });
  return [...days].sort();
}

/**
 * One profile out of its versions: it reads as the newest, `at` gives the one in force, and `map` picks it by the day on which
 * the event occurred in China.
 * @param versions the eldest first
 * @throws RangeError for none
 */
export function inForceByDay(versions: readonly Profile[]): Profile {
  const [eldest] = versions;
  const newest = versions.at(-1);
  if (eldest === undefined || newest === undefined) throw new RangeError('a profile has at least one version');
  if (versions.length === 1) return eldest;
  const onDay = (day: string): Profile => versions.findLast(({ inForceFrom = '' }) => inForceFrom <= day) ?? eldest;
  return {
    ...newest,
    versions,
    at: (epochMs) => onDay(chinaDate(epochMs)),
    map: (operation, input) => {
      const version = input.event === undefined ? newest : onDay(chinaDay(input.event.occurredAt));
      return version.map(operation, input);
    },
  };
}

function dayOf({ effectiveFrom = '' }: ProfileSource): string {
  return effectiveFrom;
}

/** `430000-hunan@2026-01-01.yaml`: a name that says another day than the file would mislead whoever looks for it. */
function checkFileName(source: ProfileSource): void {
  const stated = /@([^/]*)\.yaml$/.exec(source.file)?.[1];
  if (stated === undefined || stated === source.effectiveFrom) return;
  throw new ProfileError(
    locator([source])(['effectiveFrom']),
    `the file's name says ${stated}, so effectiveFrom must be the same day`,
  );
}

function checkApart(files: readonly ProfileSource[]): void {
  files.forEach((file, index) => {
    const elder = files[index - 1];
    if (elder === undefined || dayOf(elder) !== dayOf(file)) return;
    const when = file.effectiveFrom === undefined ? 'neither has an effectiveFrom' : `both from ${file.effectiveFrom}`;
    throw new ProfileError(
      { ...locator([file])(['id']), chain: [] },
      `'${file.id}' is taken by ${elder.file}, ${when}; versions of one profile need different days`,
    );
  });
}
