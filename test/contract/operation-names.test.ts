/** mappings/<family>/operations.json names what profiles may hold. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { adapters } from '../../adapters/index.ts';

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

  test('every submission and withdrawal is listed, so that a profile can offer it', async () => {
    const listed = await namesOf(id);
    expect(listed.family).toBe(id);
    const offered = operations.filter(({ kind, withdraws }) => kind !== undefined || withdraws !== undefined);
    expect(listed.operations).toEqual(expect.arrayContaining(offered.map((operation) => operation.id)));
  });
});
