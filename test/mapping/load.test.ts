import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { mapInput, profileText } from './support.ts';

describe('loading a folder of profiles', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };

  test('finds files at any depth, with the functions and examples of their family', async () => {
    await put('fam/examples/i.json', '{}');
    await put('fam/examples/o.json', '{}');
    await put('fam/functions.ts', 'export const shout = (value: string | undefined) => value && value + "!";');
    await put(
      'fam/base.yaml',
      profileText('fam/base', 'operations: { op: { fields: { a: { from: documentNo, call: shout } } } }'),
    );
    const examples = 'examples: [{ input: i.json, output: o.json }]';
    await put(
      'fam/deep/er/city.yaml',
      profileText('fam/city', `extends: fam/base\noperations: { op: { ${examples} } }`),
    );
    const profiles = await loadProfiles(undefined, folder);
    expect([...profiles.keys()].sort()).toEqual(['fam/base', 'fam/city']);
    expect(profiles.get('fam/city')?.map('op', mapInput())).toEqual({ a: 'XS1!' });
    expect(profiles.get('fam/city')?.examples).toEqual([
      { operation: 'op', input: join(folder, 'fam/examples/i.json'), output: join(folder, 'fam/examples/o.json') },
    ]);
  });

  describe('only what is wanted', () => {
    beforeEach(async () => {
      await put('fam/base.yaml', profileText('fam/base', 'effectiveFrom: 2025-01-01'));
      await put('fam/base@2026-01-01.yaml', profileText('fam/base', 'effectiveFrom: 2026-01-01'));
      await put('fam/city.yaml', profileText('fam/city', 'extends: "fam/base" # the province'));
      await put('fam/other.yaml', profileText('fam/other', 'nonsense: true'));
    });

    test('comes with its ancestors in all their versions, and no other file is read', async () => {
      const profiles = await loadProfiles(['fam/city'], folder);
      expect([...profiles.keys()].sort()).toEqual(['fam/base', 'fam/city']);
      expect(profiles.get('fam/city')?.versions?.length).toBe(2);
    });

    test('may name one version', async () =>
      expect([...(await loadProfiles(['fam/base@2026-01-01'], folder)).keys()]).toEqual(['fam/base']));

    test('is missing when there is none of that name', async () =>
      expect(await loadProfiles(['fam/none'], folder)).toEqual(new Map()));

    test('without hiding a file that does not say which profile it is', async () => {
      await put('fam/nameless.yaml', 'title: x');
      await expect(loadProfiles(['fam/city'], folder)).rejects.toThrow(/^mappings\/fam\/nameless.yaml:1/);
    });
  });

  test('leaves other rooms of mappings alone', async () => {
    await put('policy/rules.yaml', 'not: a profile');
    expect(await loadProfiles(undefined, folder)).toEqual(new Map());
  });

  test('names both files when two claim one id', async () => {
    await put('fam/a/x.yaml', profileText('fam/x', ''));
    await put('fam/b/x.yaml', profileText('fam/x', ''));
    await expect(loadProfiles(undefined, folder)).rejects.toThrow(
      "mappings/fam/b/x.yaml:1 id: 'fam/x' is taken by mappings/fam/a/x.yaml, neither has an effectiveFrom",
    );
  });

  describe('what stands beside the profiles of a family', () => {
    const withOperation = (more: string) =>
      profileText('fam/x', `operations:\n  op:\n    fields: { a: { const: x } }\n${more}`);
    const said = () =>
      loadProfiles(undefined, folder).then(
        () => '',
        ({ message }: Error) => message,
      );

    test.each([
      ['fam/y.yaml', "mappings/fam/y.yaml:1 id: the file's name says y, so the id must be 'fam/y'"],
      ['fam/y/profile.yaml', "mappings/fam/y/profile.yaml:1 id: the file's name says y, so the id must be 'fam/y'"],
      ['fam/x.yaml', ''],
      ['fam/x/profile.yaml', ''],
    ])('the name of the file %s', async (file, sentence) => {
      await put(file, withOperation(''));
      expect(await said()).toBe(sentence);
    });

    test('an example that is not there', async () => {
      await put('fam/examples/i.json', '{}');
      await put('fam/x.yaml', withOperation('    examples: [{ input: i.json, output: o.json }]'));
      expect(await said()).toBe(
        "mappings/fam/x.yaml:7 operations.op.examples.0.output: there is no file 'o.json' in the folder examples of the family",
      );
    });

    test('operations that nothing asks for, and profiles of another family', async () => {
      await put('fam/x.yaml', withOperation(''));
      await put('fam/operations.json', '{ "family": "fam", "operations": ["sale.submit"], "tables": { "opp": "x" } }');
      expect(await said()).toBe("mappings/fam/x.yaml:5 operations.op: fam has no operation 'op'; did you mean 'opp'?");
      await put('fam/operations.json', '{ "family": "fan", "operations": ["op"], "tables": {} }');
      expect(await said()).toBe(
        "mappings/fam/x.yaml:1 id: the profiles of this folder are of fan, so the id must be 'fan/x'",
      );
      await put('fam/operations.json', '{ "family": "fam", "operations": ["op"], "tables": {} }');
      expect(await said()).toBe('');
    });
  });

  test('names the file that is no YAML', async () => {
    await put('fam/a.yaml', 'id: [');
    await expect(loadProfiles(undefined, folder)).rejects.toThrow(/^mappings\/fam\/a.yaml:1: /);
  });
});
