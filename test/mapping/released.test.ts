import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { compileSources, loadProfiles, type Profile, readProfile } from '../../mappings/engine/index.ts';
import { breaches, readReleases, release } from '../tools/released.ts';
import { profileText } from './support.ts';

const fields = `
      no: { from: documentNo, required: true }
      name: { from: operator.name }
      code: { from: settlement.id, required: { settlement.type: insured } }`;
const table = (list: string, top = '') =>
  profileText('fam/x', `${top}operations:\n  op:\n    node: data\n    fields:${list}`);

function compile(...texts: string[]): Map<string, Profile> {
  const sources = texts.map((text, index) => readProfile(text, `mappings/fam/${index}.yaml`));
  return compileSources(sources, () => ({ functions: {}, exampleDir: '' }));
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'released-'));
  await release(folder, compile(table(fields)), []);
});
afterEach(() => rm(folder, { recursive: true }));

const brokenBy = async (...texts: string[]) => breaches(await readReleases(folder), compile(...texts));

describe('a released profile', () => {
  test('keeps its promise when nothing changes, when a field is added or a demand falls', async () => {
    expect(await brokenBy(table(fields))).toEqual([]);
    expect(await brokenBy(table(`${fields}\n      more: { from: reason }`))).toEqual([]);
    expect(await brokenBy(table(`${fields}\n      more: { from: reason, required: true, default: "0" }`))).toEqual([]);
    expect(await brokenBy(table(fields.replace(', required: true', '')))).toEqual([]);
  });

  test.each([
    ['gains a required field', `${fields}\n      more: { from: reason, required: true }`, 'now requires data.more'],
    [
      'comes to require a field',
      fields.replace('operator.name', 'operator.name, required: true'),
      'now requires data.name',
    ],
    [
      'asks under another condition',
      fields.replace('insured', 'self-pay'),
      'now requires data.code where {"settlement.type":"self-pay"}',
    ],
    ['loses a field', fields.replace(/\n {6}name: .*/, ''), 'loses the field data.name'],
    ['renames a field', fields.replace('name:', 'NAME:'), 'loses the field data.name'],
  ])('that %s breaks it', async (_, changed, what) => {
    expect(await brokenBy(table(changed))).toEqual([`fam/x.json op: ${what}`]);
  });

  test('that spells its keys otherwise loses them all', async () => {
    expect(await brokenBy(table(fields, 'keyCase: upper\n'))).toContain('fam/x.json op: loses the field data.no');
  });

  test('may change in a version with a day of its own, which is a promise once it is released', async () => {
    const old = table(fields);
    const young = table('\n      other: { from: documentNo, required: true }', 'effectiveFrom: 2027-01-01\n');
    expect(await brokenBy(old, young)).toEqual([]);
    await release(folder, compile(old, young), ['fam/x']);
    expect(await brokenBy(old)).toEqual(['fam/x@2027-01-01.json was released and is gone']);
  });

  test('is not released anew over what it broke', async () => {
    const broken = compile(table('\n      no: { from: documentNo }'));
    await expect(release(folder, broken, [])).rejects.toThrow('fam/x.json op: loses the field data.name');
  });

  test('that is gone altogether is missed', async () => {
    expect(await brokenBy(profileText('fam/other', ''))).toEqual(['fam/x.json was released and is gone']);
  });
});

test('the shipped profiles keep what was released of them', async () => {
  const records = await readReleases('test/golden/released');
  expect(records.length).toBeGreaterThan(0);
  expect(breaches(records, await loadProfiles())).toEqual([]);
});
