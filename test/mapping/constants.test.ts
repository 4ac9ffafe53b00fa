import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { authPlaces, codeForms, timestampForms } from '../../adapters/mah-rest/dialect.ts';
import { choices } from '../../adapters/nhsa/choices.ts';
import { dataForms, digestPlaces, successForms } from '../../adapters/regulator-json/dialect.ts';
import { compileConstantsCheck } from '../../mappings/engine/constants.ts';
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
      "constants.trasport: no constant is called 'trasport'; did you mean 'transport'?",
    ],
    [
      'a misspelt name of a manufacturer’s dialect',
      'mah-rest',
      { keyNam: 'X' },
      "constants.keyNam: no constant is called 'keyNam'; did you mean 'keyName'?",
    ],
    [
      'a path without its slash',
      'nhsa',
      { 'path.3505': 'fsi/api' },
      "constants.path.3505: 'fsi/api' does not match ^/",
    ],
    ['a name of the family’s own fields', 'nhsa', { houseNumber: '1' }, 'none'],
  ])('%s', async (_, family, constants, sentence) => {
    expect(await problemOf(family, constants)).toContain(sentence);
  });
});

test('the words that a schema allows are those that the adapter knows', async () => {
  const words = async (family: string, name: string): Promise<unknown> =>
    (await schemaOf(family)).properties[name]?.enum;
  for (const [name, known] of Object.entries(choices)) {
    if (name !== 'xmlCharset') expect({ [name]: await words('nhsa', name) }).toEqual({ [name]: known });
  }
  expect(await words('mah-rest', 'authPlace')).toEqual(authPlaces);
  expect(await words('mah-rest', 'timestampForm')).toEqual(timestampForms);
  expect(await words('mah-rest', 'codeForm')).toEqual(codeForms);
  expect(await words('regulator-json', 'digestPlace')).toEqual(digestPlaces);
  expect(await words('regulator-json', 'dataForm')).toEqual(dataForms);
  expect(await words('regulator-json', 'successForm')).toEqual(successForms);
});
