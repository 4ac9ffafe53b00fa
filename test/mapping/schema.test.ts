import { readdir, readFile } from 'node:fs/promises';
import { matchesGlob } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { parseYaml } from '../../mappings/engine/yaml-text.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { compileOperationText } from './support.ts';

const root = new URL('../../', import.meta.url);
const schema = JSON.parse(await readFile(new URL('mappings/engine/profile.schema.json', root), 'utf8'));
const violations = compileSchema(schema);
const files = (await readdir(new URL('mappings', root), { recursive: true }))
  .filter((file) => file.endsWith('.yaml') && !file.startsWith('policy/'))
  .map((file) => `mappings/${file}`);

const read = async (file: string) => parseYaml(await readFile(new URL(file, root), 'utf8'), file).document;

test('every shipped profile is valid', async () => {
  expect(files.length).toBeGreaterThanOrEqual((await loadProfiles()).size);
  for (const file of files) expect({ [file]: violations(await read(file)) }).toEqual({ [file]: [] });
});

test('a wrong key is refused at every level', async () => {
  const valid = { id: 'fam/x', title: 'T', source: 'S', support: 'baseline' };
  const field = { from: 'documentNo' };
  expect(violations(valid)).toEqual([]);
  for (const wrong of [
    { ...valid, wrong: 1 },
    { ...valid, limits: { op: { wrong: 1 } } },
    { ...valid, operations: { op: { wrong: 1 } } },
    { ...valid, operations: { op: { items: { node: 'n', each: 'lines', wrong: 1 } } } },
    { ...valid, operations: { op: { fields: { a: { ...field, wrong: 1 } } } } },
    { ...valid, operations: { op: { fields: { a: { fields: { b: { ...field, wrong: 1 } } } } } } },
    { ...valid, operations: { op: { fields: { a: { ...field, format: { wrong: 1 } } } } } },
  ]) {
    expect(violations(wrong).map(({ pointer }) => pointer.split('/').at(-1))).toContain('wrong');
  }
});

describe('completion in an editor', () => {
  test('explains every key', () => {
    expect([...unexplained(schema, '')]).toEqual([]);
  });

  test('offers the formats and loops that the engine has', () => {
    for (const format of schema.$defs.field.properties.format.anyOf[0].enum.filter((one: unknown) => one !== null)) {
      expect(() => compileOperationText(`    fields: { a: { from: occurredAt, format: ${format} } }`)).not.toThrow();
    }
    for (const each of schema.$defs.each.enum.filter((one: string) => one !== 'line.codes')) {
      expect(() => compileOperationText(`    items: { node: n, each: ${each} }`)).not.toThrow();
    }
  });

  test('is mapped to the files by the settings of the folder', async () => {
    const settings = JSON.parse(await readFile(new URL('.vscode/settings.json', root), 'utf8'));
    const patterns: string[] = settings['yaml.schemas']['./mappings/engine/profile.schema.json'];
    const isCovered = (file: string) => patterns.some((pattern) => matchesGlob(file, pattern));
    expect(files.filter((file) => !isCovered(file))).toEqual([]);
  });
});

/** Pointers of the keys that say nothing about themselves, the reference they follow aside. */
function* unexplained(node: unknown, pointer: string): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const at = `${pointer}/${key}`;
    const isKeyTable = key === 'properties' && !pointer.endsWith('/properties');
    if (isKeyTable && typeof value === 'object') {
      for (const [name, property] of Object.entries(value ?? {})) {
        if (!('description' in Object(property))) yield `${at}/${name}`;
      }
    }
    yield* unexplained(value, at);
  }
}
