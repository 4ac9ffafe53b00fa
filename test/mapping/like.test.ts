import { expect, test } from '@jest/globals';
import { compileTexts, mapInput, profileText } from './support.ts';

const national = profileText(
  'fam/national',
  `support: documented
operations:
  sale:
    node: data
    fields:
      no: { from: documentNo, type: C20, required: true }
    examples: [{ input: a.json, output: b.json }]
  dispense:
    title: D
    like: sale
    fields:
      who: { from: operator.name }`,
);

test('an operation like another has all it has, and its own fields besides', () => {
  const profile = compileTexts([national]);
  expect(profile.map('dispense', mapInput())).toEqual({ data: { no: 'XS1', who: '王店员' } });
  expect(profile.map('sale', mapInput())).toEqual({ data: { no: 'XS1' } });
  expect(profile.examples.map(({ operation }) => operation)).toEqual(['sale']);
});

test('an operation like another may leave out what that has, and nothing else', () => {
  const without = (removed: string) =>
    `${national}  use:\n    like: sale\n    fields:\n      ${removed}: null\n      who: { from: operator.name }\n`;
  expect(compileTexts([without('no')]).map('use', mapInput())).toEqual({ data: { who: '王店员' } });
  expect(() => compileTexts([without('np')])).toThrow(
    "mappings/fam/0.yaml:19 operations.use.fields.np: null removes what is inherited, but no 'np' is inherited; did you mean 'no'?",
  );
});

test("a region's change of the one changes the other", () => {
  const region = profileText(
    'fam/r',
    'extends: fam/national\noperations:\n  sale:\n    fields:\n      NO: { from: documentNo }',
  );
  const profile = compileTexts([national, region]);
  expect(profile.map('dispense', mapInput())).toEqual({ data: { no: 'XS1', NO: 'XS1', who: '王店员' } });
});

test.each([
  ['nothing', 'nope'],
  ['itself', 'a'],
  ['one that is written like another', 'b'],
])('like %s is refused with its place', (_, other) => {
  const text = profileText(
    'fam/x',
    `operations:\n  a:\n    like: ${other}\n  b:\n    like: c\n  c:\n    fields: { no: { from: documentNo } }`,
  );
  expect(() => compileTexts([text])).toThrow(/operations\.a\.like.*of its own fields to be like/);
});
