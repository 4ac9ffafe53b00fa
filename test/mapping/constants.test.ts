import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { epcForms, errorBehaviours, eventsPer, forms } from '../../adapters/mah-epcis/dialect.ts';
import { absentMeanings, doneMeanings, packings, receiptForms } from '../../adapters/mah-file/dialect.ts';
import { authPlaces, codeForms, timestampForms } from '../../adapters/mah-rest/dialect.ts';
import { resultForms, codeForms as soapCodeForms, soapVersions } from '../../adapters/mah-soap/dialect.ts';
import { choices } from '../../adapters/nhsa/choices.ts';
import { dataContents, dataForms, digestPlaces, successForms } from '../../adapters/regulator-json/dialect.ts';
import { compileConstantsCheck } from '../../mappings/engine/constants.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { locator } from '../../mappings/engine/place.ts';

async function schemaOf(family: string) {
  return JSON.parse(await readFile(new URL(`../../mappings/${family}/constants.schema.json`, import.meta.url), 'utf8'));
}

async function problemOf(family: string, constants: Record<string, string>): Promise<string> {
  const source = { id: 'fam/x', file: 'mappings/fam/x.yaml', document: { constants } };
  try {
    compileConstantsCheck(await schemaOf(family))(constants, locator([source]));
  } catch (error) {
    return String(error);
  }
  return 'none';
}

describe('constants are checked when the profile is loaded', () => {
  test.each([
    [
      'a result shape that is none',
      'nhsa',
      { saleResult: 'row' },
      "constants.saleResult: 'row' is not allowed; did you mean 'rows'?",
    ],
    ['a transport in capitals', 'nhsa', { transport: 'CSB' }, "'CSB' is not allowed; did you mean 'csb'?"],
    [
      'a misspelt name',
      'nhsa',
      { trasport: 'csb' },
      "constants.trasport: there is no key 'trasport'; did you mean 'transport'?",
    ],
    [
      'a misspelt name of a manufacturer’s dialect',
      'mah-rest',
      { keyNam: 'X' },
      "constants.keyNam: there is no key 'keyNam'; did you mean 'keyName'?",
    ],
    [
      'a path without its slash',
      'nhsa',
      { 'path.3505': 'fsi/api' },
      "constants.path.3505: 'fsi/api' does not match ^/",
    ],
    [
      'a letter for a digit in a number',
      'nhsa',
      { 'number.35O5A': '3505' },
      "constants.number.35O5A: there is no key 'number.35O5A'; did you mean 'number.3505A'?",
    ],
    [
      'a misspelt reason',
      'nhsa',
      { 'inv_chg_type.stock-adjust.damge': '107' },
      "constants.inv_chg_type.stock-adjust.damge: there is no key 'inv_chg_type.stock-adjust.damge'; did you mean 'inv_chg_type.stock-adjust.damage'?",
    ],
    [
      'an enquiry that there is not',
      'nhsa',
      { 'enquiry.sale': '3531' },
      "constants.enquiry.sale: '3531' is not allowed; did you mean '3511'?",
    ],
    [
      'a misspelt node of a result',
      'nhsa',
      { saleReslutNode: 'x' },
      "constants.saleReslutNode: there is no key 'saleReslutNode'; did you mean 'saleResultNode'?",
    ],
    [
      'a misspelt method',
      'msfx',
      { 'method.uploadRetial': 'x' },
      "constants.method.uploadRetial: there is no key 'method.uploadRetial'; did you mean 'method.uploadRetail'?",
    ],
    ['a name that nobody reads', 'nhsa', { houseNumber: '1' }, "constants.houseNumber: there is no key 'houseNumber'"],
    ['a name of another family', 'mah-epcis', { wsdl: 'a/b.wsdl' }, "there is no key 'wsdl'; known are form, epcForm"],
    ['a path without its slash', 'mah-epcis', { capturePath: 'capture' }, "'capture' does not match ^/"],
    ['a constant of the family’s own fields', 'nhsa', { minPrcuntType: '2' }, 'none'],
  ])('%s', async (_, family, constants, sentence) => {
    expect(await problemOf(family, constants)).toContain(sentence);
  });
});

test('the words that a schema allows are those that the adapter knows', async () => {
  const words = async (family: string, name: string): Promise<unknown> =>
    (await schemaOf(family)).properties[name]?.enum;
  for (const [name, known] of Object.entries(choices)) {
    expect({ [name]: await words('nhsa', name) }).toEqual({ [name]: known });
  }
  const epcis = { form: forms, epcForm: epcForms, errorBehaviour: errorBehaviours, eventPer: eventsPer };
  for (const [name, known] of Object.entries(epcis)) expect(await words('mah-epcis', name)).toEqual(known);
  const file = { packing: packings, receiptForm: receiptForms, doneMeans: doneMeanings, absentMeans: absentMeanings };
  for (const [name, known] of Object.entries(file)) expect(await words('mah-file', name)).toEqual(known);
  const soap = { soapVersion: soapVersions, resultForm: resultForms, codeForm: soapCodeForms };
  for (const [name, known] of Object.entries(soap)) expect(await words('mah', name)).toEqual(known);
  expect(await words('mah-rest', 'authPlace')).toEqual(authPlaces);
  expect(await words('mah-rest', 'timestampForm')).toEqual(timestampForms);
  expect(await words('mah-rest', 'codeForm')).toEqual(codeForms);
  expect(await words('regulator-json', 'digestPlace')).toEqual(digestPlaces);
  expect(await words('regulator-json', 'dataForm')).toEqual(dataForms);
  expect(await words('regulator-json', 'dataContent')).toEqual(dataContents);
  expect(await words('regulator-json', 'successForm')).toEqual(successForms);
});

test('every family says all that its profiles may state', async () => {
  const files = globSync('mappings/**/constants.schema.json');
  const families = new Set([...(await loadProfiles()).keys()].map((id) => id.split('/')[0]));
  expect(files).toHaveLength(families.size);
  for (const file of files) {
    expect({ [file]: JSON.parse(await readFile(file, 'utf8')) }).toMatchObject({
      [file]: { additionalProperties: false },
    });
  }
});

test('every method of 码上放心 can be stated, and no other', async () => {
  const source = await readFile(new URL('../../adapters/msfx/families.ts', import.meta.url), 'utf8');
  const apis = [...(/export type Api =([^;]*);/.exec(source)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, api]) => api);
  const stated = Object.keys((await schemaOf('msfx')).properties).filter((name) => name.startsWith('method.'));
  expect(apis.length).toBeGreaterThan(20);
  expect(stated.sort()).toEqual(apis.map((api) => `method.${api}`).sort());
});
