import { describe, expect, test } from '@jest/globals';
import { compileSources, readProfile } from '../../mappings/engine/index.ts';
import { mapInput, profileText, saleEvent } from './support.ts';

const table = (shape: string) => `constants: { shape: ${shape} }
operations: { op: { fields: { a: { from: constants.shape }, no: { from: documentNo } } } }`;

function compile(files: Readonly<Record<string, string>>) {
  const sources = Object.entries(files).map(([file, text]) => readProfile(text, `mappings/fam/${file}`));
  return compileSources(sources, () => ({ functions: {}, exampleDir: '' }));
}

const on = (occurredAt: string) => mapInput({ event: { ...saleEvent, occurredAt } });

describe('versions of one profile', () => {
  const profiles = compile({
    'n.yaml': profileText('fam/n', `effectiveFrom: 2024-01-01\n${table('one')}`),
    'n@2026-01-01.yaml': profileText('fam/n', `effectiveFrom: 2026-01-01\n${table('two')}`),
    'p.yaml': profileText('fam/p', 'extends: fam/n\neffectiveFrom: 2025-01-01'),
    'p@2027-01-01.yaml': profileText('fam/p', 'extends: fam/n\neffectiveFrom: 2027-01-01\nconstants: { shape: three }'),
    'pinned.yaml': profileText('fam/pinned', 'extends: fam/n@2024-01-01'),
  });

  test.each([
    ['long before the first', '2020-01-01T00:00:00+08:00', 'one'],
    ['on the last evening in China', '2025-12-31T15:59:59Z', 'one'],
    ['on the first morning in China', '2025-12-31T16:00:00Z', 'two'],
    ['later', '2027-06-01T00:00:00+08:00', 'two'],
  ])('an event %s is mapped by the version of its day', (_, occurredAt, shape) => {
    const profile = profiles.get('fam/n');
    expect(profile?.map('op', on(occurredAt))).toEqual({ a: shape, no: 'XS1' });
    expect(profile?.at(Date.parse(occurredAt)).constants).toEqual({ shape });
  });

  test('a child changes when its parent does, and by its own file', () => {
    const child = profiles.get('fam/p');
    expect(child?.versions.map(({ inForceFrom, constants }) => [inForceFrom, constants.shape])).toEqual([
      [undefined, 'one'],
      ['2026-01-01', 'two'],
      ['2027-01-01', 'three'],
    ]);
    expect(child?.constants).toEqual({ shape: 'three' });
  });

  test('a child held to one version of its parent stays there', () => {
    expect(profiles.get('fam/pinned')?.versions.map(({ constants }) => constants.shape)).toEqual(['one']);
  });

  test('a profile with one version is in force at any time', () => {
    const only = profiles.get('fam/pinned');
    expect(only?.at(0)).toBe(only);
  });

  test.each([
    [
      'of the same day',
      { 'a.yaml': 'effectiveFrom: 2026-01-01', 'b.yaml': 'effectiveFrom: 2026-01-01' },
      "mappings/fam/b.yaml:1 id: 'fam/x' is taken by mappings/fam/a.yaml, both from 2026-01-01; versions of one profile need different days",
    ],
    [
      'under the name of another day',
      { 'a@2026-01-01.yaml': 'effectiveFrom: 2026-02-01' },
      "mappings/fam/a@2026-01-01.yaml:4 effectiveFrom: the file's name says 2026-01-01, so effectiveFrom must be the same day",
    ],
  ])('versions %s are refused', (_, files, message) => {
    const texts = Object.entries(files).map(([file, text]) => [file, profileText('fam/x', text)]);
    expect(() => compile(Object.fromEntries(texts))).toThrow(message);
  });
});
