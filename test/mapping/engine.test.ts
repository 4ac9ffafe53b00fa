import { describe, expect, test } from '@jest/globals';
import { MappingError, ProfileError } from '../../mappings/engine/index.ts';
import { compileOperationText, mapInput, saleEvent } from './support.ts';

const mapWith = (fields: string, functions = {}) =>
  compileOperationText(`    fields:\n${fields}`, functions).map('op', mapInput());

describe('directives', () => {
  test.each([
    ['from a path', '      a: { from: documentNo }', { a: 'XS1' }],
    [
      'the first path that has a value',
      '      a: { from: [prescription.no, original.receipt, settlement.id] }',
      { a: 'S1' },
    ],
    ['nothing for an absent value', '      a: { from: prescription.no }', {}],
    ['const', "      a: { const: 'x' }", { a: 'x' }],
    ['default', "      a: { from: prescription.no, default: 'none' }", { a: 'none' }],
    ['an empty default sends the field empty', "      a: { from: prescription.no, default: '', type: C5 }", { a: '' }],
    ['inline lookup', "      a: { from: settlement.type, lookup: { insured: '1' } }", { a: '1' }],
    ['lookup with a fallback', "      a: { from: settlement.type, lookup: { self-pay: '1', '*': '9' } }", { a: '9' }],
    ['a default is not looked up', "      a: { from: prescription.no, lookup: { x: '1' }, default: 'D' }", { a: 'D' }],
    [
      'China time, next day',
      '      a: { from: occurredAt, format: china-datetime, type: datetime }',
      { a: '2026-07-01 07:30:00' },
    ],
    ['China date', '      a: { from: occurredAt, format: china-date, type: date }', { a: '2026-07-01' }],
    ['RFC 3339 in China', '      a: { from: occurredAt, format: china-rfc3339 }', { a: '2026-07-01T07:30:00+08:00' }],
    [
      'truncate and prefix in the order written',
      '      a: { from: institution.code, format: { truncate: 3, prefix: X- } }',
      { a: 'X-P43' },
    ],
    ['when holds', '      a: { from: documentNo, when: { settlement.type: [insured, self-pay] } }', { a: 'XS1' }],
    ['when does not hold', '      a: { from: documentNo, when: { settlement.type: self-pay } }', {}],
    ['when absent', '      a: { from: documentNo, when: { prescription.no: { present: false } } }', { a: 'XS1' }],
    [
      'all codes joined',
      "      a: { each: codes, from: code.value, format: { join: ',' } }",
      { a: '81234560000000000001,81234560000000000002' },
    ],
    ['nested object', '      a: { fields: { b: { from: ids.bill } } }', { a: { b: 'B1' } }],
    ['an object without content is left out', '      a: { fields: { b: { from: prescription.no } } }', {}],
    [
      'identity and call values',
      '      a: { from: institution.identity.opter }\n      b: { from: call.signNo }',
      { a: '001', b: 'SIGN' },
    ],
  ])('%s', (_, fields, expected) => {
    expect(mapWith(fields)).toEqual(expected);
  });

  test('call gets the value and the scope, and its words become the reason', () => {
    const functions = {
      double: (value: string | undefined) => (value === undefined ? undefined : value + value),
      refuse: () => {
        throw new Error('is not allowed here');
      },
    };
    expect(mapWith('      a: { from: documentNo, call: double }', functions)).toEqual({ a: 'XS1XS1' });
    expect(() => mapWith('      a: { from: documentNo, call: refuse }', functions)).toThrow(
      /^documentNo is not allowed here \(/,
    );
  });

  test('fields keep the order of the file, which XML sequences need', () => {
    expect(Object.keys(mapWith("      z: { const: '1' }\n      a: { const: '2' }\n      m: { const: '3' }"))).toEqual([
      'z',
      'a',
      'm',
    ]);
  });
});

describe('lists', () => {
  const items = (body: string) =>
    compileOperationText(`    items: { node: rows, each: lines${body}`).map('op', mapInput());

  test('one object per line, with its own ids, codes and position', () => {
    const rows = items(` }
    fields:
      no: { from: position }
      id: { from: itemIds.row }
      codes: { each: line.codes, fields: { c: { from: code.value } } }`);
    expect(rows).toEqual({
      rows: [
        { no: '1', id: 'R1', codes: [{ c: '81234560000000000001' }, { c: '81234560000000000002' }] },
        { no: '2', id: 'R2' },
      ],
    });
  });

  test('when picks elements; ids stay with their line', () => {
    const rows = items(`, when: { line.split: 'true' } }\n    fields: { id: { from: itemIds.row } }`);
    expect(rows).toEqual({ rows: [{ id: 'R2' }] });
  });

  test('root fields stand beside the node', () => {
    const profile = compileOperationText(
      `    root: { bill: { from: ids.bill } }\n    items: { node: rows, each: lines }\n    fields: { q: { from: line.quantity } }`,
    );
    expect(profile.map('op', mapInput())).toEqual({ bill: 'B1', rows: [{ q: '2' }, { q: '0.5' }] });
  });

  test('a required list without elements is refused', () => {
    const profile = compileOperationText(
      `    items: { node: rows, each: lines }\n    fields: { c: { each: line.codes, required: true, from: code.value } }`,
    );
    expect(() => profile.map('op', mapInput())).toThrow(/^lines\[1\]\.codes is missing and the platform requires it/);
  });
});

describe('what the platform demands', () => {
  test('a missing value names the input path, the field and the file, and no value', () => {
    const profile = compileOperationText(`    items: { node: rows, each: lines }
    fields: { made: { from: line.producedOn, type: date, required: true } }`);
    const refused = catching(() => profile.map('op', mapInput()));
    expect(refused).toBeInstanceOf(MappingError);
    expect(refused.message).toBe(
      'lines[0].producedOn is missing and the platform requires it (mappings/fam/0.yaml:7 operations.op.fields.made)',
    );
  });

  test('required under a condition', () => {
    const field = '      a: { from: prescription.no, required: { settlement.type: insured } }';
    expect(() => mapWith(field)).toThrow(/prescription.no is missing/);
    const selfPay = mapInput({ event: { ...saleEvent, settlement: { type: 'self-pay' } } });
    expect(compileOperationText(`    fields:\n${field}`).map('op', selfPay)).toEqual({});
  });

  test('a value that is too long is refused without being quoted', () => {
    const refused = catching(() => mapWith('      a: { from: settlement.person.certNo, type: C6 }'));
    expect(refused.message).toMatch(/^settlement.person.certNo is 18 characters long, at most 6 are allowed/);
    expect(refused.message).not.toContain('430102198001010001');
  });

  test('a constant is checked like any value, and when it is loaded', () => {
    expect(() => mapWith("      a: { const: 'toolong', type: C3 }")).toThrow(ProfileError);
  });

  test('a text outside the lookup table names what it may be, not what it was', () => {
    expect(() => mapWith("      a: { from: settlement.person.name, lookup: { x: '1', y: '2' } }")).toThrow(
      /is none of x, y \(/,
    );
  });

  test('an unknown extension key of this family is refused, those of others are not looked at', () => {
    const profile = compileOperationText('    fields: { a: { from: extensions.fam.shelf } }');
    const event = (key: string) => ({ ...saleEvent, extensions: { fam: { [key]: 'S' }, other: { what: 'ever' } } });
    expect(profile.map('op', mapInput({ event: event('shelf') }))).toEqual({ a: 'S' });
    expect(() => profile.map('op', mapInput({ event: event('shelve') }))).toThrow(
      /^extensions.fam.shelve is taken by no field of profile fam\/one; did you mean 'shelf'\?/,
    );
  });

  test('an operation the profile does not have', () => {
    expect(() => compileOperationText('    fields: {}').map('other', mapInput())).toThrow(
      /^other is no operation of profile fam\/one/,
    );
  });
});

function catching(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
