/** mappings/<family>/operations.json names what profiles may hold: exactly what the adapter offers by them, and the tables it reads. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { adapters } from '../../adapters/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';

const profiles = [...(await loadProfiles()).values()];

/** The manufacturers' SOAP services share a folder with their WSDLs. */
const folderOf = (family: string) => (family === 'mah-soap' ? 'mah' : family);

async function namesOf(family: string): Promise<{
  readonly family: string;
  readonly operations: readonly string[];
  readonly tables: Readonly<Record<string, string>>;
}> {
  const file = new URL(`../../mappings/${folderOf(family)}/operations.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8'));
}

describe.each(Object.keys(adapters))('%s', (id) => {
  const operations = Object.values(adapters[id]?.operations ?? {});
  const mapped = new Set(
    profiles
      .filter((profile) => profile.id.startsWith(`${id}/`))
      .flatMap(({ versions }) => versions.flatMap((version) => version.operations)),
  );

  test('every submission and withdrawal is listed, so that a profile can offer it', async () => {
    const listed = await namesOf(id);
    expect(listed.family).toBe(id);
    const offered = operations.filter(({ kind, withdraws }) => kind !== undefined || withdraws !== undefined);
    expect(listed.operations).toEqual(expect.arrayContaining(offered.map((operation) => operation.id)));
  });

  test('what is listed is an operation of the adapter, or a table that some profile has', async () => {
    const listed = await namesOf(id);
    const own = operations.map((operation) => operation.id);
    expect(listed.operations.filter((name) => !own.includes(name))).toEqual([]);
    expect(Object.keys(listed.tables).filter((name) => !mapped.has(name))).toEqual([]);
    expect(Object.keys(listed.tables).filter((name) => own.includes(name))).toEqual([]);
  });
});
