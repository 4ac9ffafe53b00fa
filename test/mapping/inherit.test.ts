import { describe, expect, test } from '@jest/globals';
import { ProfileError } from '../../mappings/engine/index.ts';
import { compileTexts, mapInput, profileText } from './support.ts';

const national = profileText(
  'fam/national',
  `constants: { shape: batch, other: x }
lookups: { yesNo: { 'true': '1', 'false': '0' } }
limits: { op: { maxItems: 100 } }
faults:
  - { native: ['1'], pattern: '重复', category: already-accepted, code: SEEN, message: { zh: 甲, en: a }, hint: { zh: 乙, en: b } }
operations:
  op:
    node: data
    fields:
      no: { from: documentNo, type: C20, required: true }
      type: { from: settlement.type, lookup: { insured: '1', self-pay: '2' } }
    examples: [{ input: a.json, output: b.json }]`,
);

describe('inheritance', () => {
  test('objects merge, scalars replace, null removes; examples stay with their file', () => {
    const province = profileText(
      'fam/province',
      `extends: fam/national
constants: { shape: rows }
limits: { op: { maxCodes: 5 } }
operations:
  op:
    fields:
      no: { type: C3 }
      type: null
      TYPE: { from: settlement.type, lookup: { insured: 'I' } }`,
    );
    const profile = compileTexts([national, province]);
    expect(profile.map('op', mapInput())).toEqual({ data: { no: 'XS1', TYPE: 'I' } });
    expect(profile.constants).toEqual({ shape: 'rows', other: 'x' });
    expect(profile.limits).toEqual({ op: { maxItems: 100, maxCodes: 5 } });
    expect(profile.faults).toMatchObject([{ native: ['1'], pattern: /重复/u, code: 'SEEN' }]);
    expect(profile.chain).toEqual(['fam/province', 'fam/national']);
    expect(profile.examples).toEqual([]);
    expect(() =>
      profile.map('op', mapInput({ event: { ...mapInput().event, documentNo: 'TOO-LONG' } as never })),
    ).toThrow(
      /documentNo is 8 characters long, at most 3 are allowed \(mappings\/fam\/1.yaml:10 operations.op.fields.no \[fam\/province < fam\/national\]\)/,
    );
  });

  test('an inherited field is blamed on the file that wrote it', () => {
    const city = profileText('fam/city', 'extends: fam/province');
    const province = profileText('fam/province', 'extends: fam/national');
    const broken = national.replace('from: documentNo', 'from: documentNumber');
    expect(() => compileTexts([broken, province, city])).toThrow(
      "mappings/fam/0.yaml:13 operations.op.fields.no.from: there is no path 'documentNumber': nothing is called 'documentNumber'; did you mean 'documentNo'?",
    );
  });

  test.each([
    ['a parent that is not there', [profileText('fam/a', 'extends: fam/b')], /extends: there is no profile 'fam\/b'/],
    [
      'a circle',
      [profileText('fam/b', 'extends: fam/a'), profileText('fam/a', 'extends: fam/b')],
      /'fam\/b' extends itself/,
    ],
    [
      'a fourth level',
      ['n', 'p', 'c', 'd'].map((id, index, ids) =>
        profileText(`fam/${id}`, index === 0 ? '' : `extends: fam/${ids[index - 1]}`),
      ),
      /3.yaml:4 extends .*: 'fam\/c' has 3 levels already/,
    ],
    [
      'removing what is not inherited',
      [national, profileText('fam/p', 'extends: fam/national\noperations: { op: { fields: { nope: null } } }')],
      /operations.op.fields.nope .*: null removes what is inherited, but no 'nope' is inherited$/,
    ],
    ['null in an eldest file', [profileText('fam/a', 'constants: { x: null }')], /constants.x: null removes/],
  ])('%s is an error', (_, texts, message) => {
    expect(() => compileTexts(texts)).toThrow(ProfileError);
    expect(() => compileTexts(texts)).toThrow(message);
  });
});

describe('what a file may hold', () => {
  const op = (field: string) => `operations: { op: { fields: { a: ${field} } } }`;
  test.each([
    ['unknown keys', 'extra: 1', /0.yaml:4 extra: there is no key 'extra'/],
    [
      'unknown directives',
      op('{ frm: documentNo }'),
      /operations.op.fields.a.frm: there is no key 'frm'; did you mean 'from'/,
    ],
    ['repeated keys', 'constants: { a: x, a: y }', /unique/i],
    ['aliases', 'constants: &c { a: x }\nlookups: { t: *c }', /alias/i],
    [
      'bare numbers where texts belong',
      op('{ const: 1 }'),
      /operations.op.fields.a.const: must be a text; write it in quotes: "1"/,
    ],
    ['no source', op('{ type: C5 }'), /needs exactly one source/],
    ['two sources', op("{ from: documentNo, const: 'x' }"), /needs exactly one source/],
    ['lookup on const', op("{ const: 'x', lookup: { x: y } }"), /const is native text already/],
    ['an unknown lookup table', op('{ from: documentNo, lookup: nope }'), /there is no lookup table 'nope'/],
    ['an unknown function', op('{ call: nope }'), /there is no function 'nope'; none is known/],
    [
      'an unknown format',
      op('{ from: documentNo, format: nope }'),
      /format: 'nope' is not allowed; known are china-date/,
    ],
    ['an unknown type', op('{ from: documentNo, type: X3 }'), /operations.op.fields.a.type: 'X3' is no type/],
    ['a line path outside a line', op('{ from: line.lot }'), /'line.lot' stands outside each: lines/],
    ['line.codes outside a line', op('{ each: line.codes, from: code.value }'), /stands outside each: lines/],
    [
      'a path into credentials',
      op('{ from: institution.credentials.sk }'),
      /nothing is called 'credentials' in 'institution'/,
    ],
    ['a path that stops at an object', op('{ from: settlement.person }'), /is an object, not a value/],
    [
      'an unknown path in a condition',
      op('{ from: documentNo, when: { settlement.typ: x } }'),
      /nothing is called 'typ' in 'settlement'; did you mean 'type'/,
    ],
    ['limits of an operation that is not there', 'limits: { nope: { maxItems: 1 } }', /there is no operation 'nope'/],
    [
      'a broken pattern',
      "faults: [{ native: ['1'], pattern: '(', category: rejected, code: A, message: {zh: a, en: a}, hint: {zh: a, en: a} }]",
      /pattern/,
    ],
    [
      "a category that is the hub's own",
      "faults: [{ native: ['1'], category: link-open, code: A, message: {zh: a, en: a}, hint: {zh: a, en: a} }]",
      /category/,
    ],
  ])('%s are refused', (_, text, message) => {
    expect(() => compileTexts([profileText('fam/a', text)])).toThrow(message);
  });

  test('a file needs its id, title and source', () => {
    expect(() => compileTexts(['id: fam/a\ntitle: T'])).toThrow(/source: the key 'source' is missing/);
  });
});

test('support is a file’s own, what is open adds up from the eldest', () => {
  const parent = profileText('fam/a', 'support: documented\nopen: [first]');
  const child = compileTexts([parent, profileText('fam/b', 'extends: fam/a\nopen: [second]')]);
  expect(child).toMatchObject({ support: 'baseline', open: ['first', 'second'] });
  expect(compileTexts([parent])).toMatchObject({ support: 'documented', open: ['first'] });
  expect(() => compileTexts([profileText('fam/a', 'support: perfect')])).toThrow(/0.yaml:4 support/);
});
