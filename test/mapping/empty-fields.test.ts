import { describe, expect, test } from '@jest/globals';
import { compileTexts, profileText, saleEvent } from './support.ts';

const fields = `
    fields:
      given: { from: documentNo, type: C40 }
      text: { from: prescription.no, type: C40 }
      day: { from: extensions.fam.day, type: date }
      amount: { from: extensions.fam.amount, type: "N16,4" }
      spelled: { from: extensions.fam.flag, default: "9", type: C1 }
      left: { when: { settlement.type: self-pay }, from: prescription.no, type: C40 }
      list: { each: line.codes, from: code.lot }
`.replace('each: line.codes', 'each: codes');

const input = {
  event: saleEvent,
  institution: { code: 'P1', name: 'x', region: '430102', identity: {}, credentials: {} },
  ids: {},
  call: {},
};

function mapped(...texts: readonly string[]) {
  return compileTexts(texts).map('op', input);
}

const profile = (keys: string, operation = '') =>
  profileText('fam/one', `${keys}\noperations:\n  op:\n${operation}${fields}`);

describe('optional fields without a value', () => {
  const filled = { given: 'XS1', text: '', day: '', amount: '0', spelled: '9' };

  test('are left out unless the profile says otherwise', () => {
    expect(mapped(profile(''))).toEqual({ given: 'XS1', spelled: '9' });
    expect(mapped(profile('emptyFields: omit'))).toEqual({ given: 'XS1', spelled: '9' });
  });

  test('are filled: numbers with 0, all else with nothing; what `when` leaves out and empty lists stay out', () => {
    expect(mapped(profile('emptyFields: fill'))).toEqual(filled);
  });

  test('an operation may differ, and a child from its parent', () => {
    expect(mapped(profile('emptyFields: fill', '    emptyFields: omit'))).toEqual({ given: 'XS1', spelled: '9' });
    expect(mapped(profile('', '    emptyFields: fill'))).toEqual(filled);
    const child = profileText('fam/two', 'extends: fam/one\nemptyFields: omit');
    expect(mapped(profile('emptyFields: fill'), child)).toEqual({ given: 'XS1', spelled: '9' });
    const heir = profileText('fam/two', 'extends: fam/one');
    expect(mapped(profile('emptyFields: fill'), heir)).toEqual(filled);
  });

  test('required ones are still missed', () => {
    const needed = profile('emptyFields: fill').replace(
      'text: { from: prescription.no,',
      'text: { from: prescription.no, required: true,',
    );
    expect(() => mapped(needed)).toThrow(/prescription.no is missing and the platform requires it/);
  });

  test('no other word is taken', () => {
    expect(() => mapped(profile('emptyFields: zero'))).toThrow(/emptyFields.*omit.*fill/s);
  });
});
