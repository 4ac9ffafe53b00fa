/** What a rollout engineer reads at a mistake, word for word: file, line, key, ancestors, and what would have been right. */
import { describe, expect, test } from '@jest/globals';
import { readProfile } from '../../mappings/engine/index.ts';
import { chain, compile, here, levelled, messageOf, national, province } from './sentences-support.ts';

const wrong = (rest: string) => () => compile({ 'national.yaml': national, '430000-hunan.yaml': province + rest });
const field = (text: string) => wrong(`operations:\n  sale.submit:\n    fields:\n      item_code: ${text}\n`);

describe('a profile that cannot be loaded', () => {
  test.each([
    [
      'a key of its own invention',
      wrong('sorce: x'),
      `${here}:5 sorce: there is no key 'sorce'; did you mean 'source'?`,
    ],
    [
      'a misspelt directive',
      field('{ form: documentNo }'),
      `${here}:8 operations.sale.submit.fields.item_code.form: there is no key 'form'; did you mean 'from'?`,
    ],
    [
      'a misspelt path',
      field('{ from: line.product.nhsCode }'),
      `${here}:8 operations.sale.submit.fields.item_code.from ${chain}: there is no path 'line.product.nhsCode': nothing is called 'nhsCode' in 'line.product'; did you mean 'nhsaCode'?`,
    ],
    [
      'a path in other words',
      field('{ from: documentNumber }'),
      `${here}:8 operations.sale.submit.fields.item_code.from ${chain}: there is no path 'documentNumber': nothing is called 'documentNumber'; did you mean 'documentNo'?`,
    ],
    [
      'a path that ends too early',
      field('{ from: settlement.person }'),
      `${here}:8 operations.sale.submit.fields.item_code.from ${chain}: 'settlement.person' is an object, not a value; name one of no, certType, certNo, name, region`,
    ],
    [
      'a path that goes too far',
      field('{ from: documentNo.value }'),
      `${here}:8 operations.sale.submit.fields.item_code.from ${chain}: there is no path 'documentNo.value': 'documentNo' is a value and holds nothing`,
    ],
    [
      'a path to a code where no code is in hand',
      field('{ from: code.value }'),
      `${here}:8 operations.sale.submit.fields.item_code.from ${chain}: 'code.value' stands outside each: line.codes`,
    ],
    [
      'a type that is none',
      field('{ type: VARCHAR50 }'),
      `${here}:8 operations.sale.submit.fields.item_code.type: 'VARCHAR50' is no type; write Cn, Np or Np,s, date, datetime or text, e.g. C50 or N16,4`,
    ],
    [
      'a number without quotes',
      field('{ const: 0, from: null }'),
      `${here}:8 operations.sale.submit.fields.item_code.const: must be a text; write it in quotes: "0"`,
    ],
    [
      'a truth without quotes',
      wrong('constants: { recer: true }'),
      `${here}:5 constants.recer: must be a text; write it in quotes: "true"`,
    ],
    [
      'two sources of one field',
      field('{ const: "x" }'),
      `${here}:8 operations.sale.submit.fields.item_code ${chain}: inherits from beside its own const; write \`from: null\` to replace it`,
    ],
    [
      'two sources of its own',
      field('{ from: documentNo, const: "x" }'),
      `${here}:8 operations.sale.submit.fields.item_code ${chain}: needs exactly one source: from/call/default, const, or fields`,
    ],
    [
      'a field without a source that is meant for an inherited one',
      wrong('operations:\n  sale.submit:\n    fields:\n      item_cod: { type: C20 }\n'),
      `${here}:8 operations.sale.submit.fields.item_cod ${chain}: inherits no field 'item_cod'; did you mean 'item_code'?`,
    ],
    [
      'a field without a source',
      wrong('operations:\n  sale.submit:\n    fields:\n      maker: { type: C20 }\n'),
      `${here}:8 operations.sale.submit.fields.maker ${chain}: inherits no field 'maker', so it needs exactly one source: from/call/default, const, or fields`,
    ],
    [
      'a source taken away and none given',
      field('{ from: null }'),
      `${here}:8 operations.sale.submit.fields.item_code ${chain}: needs exactly one source: from/call/default, const, or fields`,
    ],
    [
      'a type with a comma without quotes',
      field('{ type: N16,4 }'),
      `${here}:8 operations.sale.submit.fields.item_code.4: a comma in { } begins a new key, here '4'; write a type with a comma in quotes: type: "N16,4"`,
    ],
    [
      'more places than digits',
      field('{ type: "N4,16" }'),
      `${here}:8 operations.sale.submit.fields.item_code.type ${chain}: type 'N4,16' has more places after the point than digits; N16,4 is 16 digits, 4 of them after the point`,
    ],
    [
      'a default that its own type refuses',
      field('{ default: "0000", type: C3 }'),
      `${here}:8 operations.sale.submit.fields.item_code.default ${chain}: the default of this field is 4 characters long, at most 3 are allowed`,
    ],
    [
      'a constant that its own type refuses',
      field('{ from: null, const: "0000", type: C3 }'),
      `${here}:8 operations.sale.submit.fields.item_code.const ${chain}: the const of this field is 4 characters long, at most 3 are allowed`,
    ],
    [
      'a text of a lookup that its own type refuses',
      field('{ lookup: { A1: "one" }, type: N3 }'),
      `${here}:8 operations.sale.submit.fields.item_code.lookup ${chain}: the text for 'A1' of this field is not a decimal number`,
    ],
    [
      'a lookup of a text that the value never is',
      field('{ from: settlement.type, lookup: { insurred: "1" } }'),
      `${here}:8 operations.sale.submit.fields.item_code.lookup ${chain}: the value is never 'insurred'; did you mean 'insured'?`,
    ],
    [
      'an empty constant where a value is required',
      field('{ from: null, const: "" }'),
      `${here}:8 operations.sale.submit.fields.item_code.const ${chain}: is sent empty, so the field cannot be required`,
    ],
    [
      'an empty default where a value is required',
      field('{ default: "" }'),
      `${here}:8 operations.sale.submit.fields.item_code.default ${chain}: is sent empty, so the field cannot be required`,
    ],
    [
      'a condition that never holds',
      field('{ required: { settlement.type: insurred } }'),
      `${here}:8 operations.sale.submit.fields.item_code.required ${chain}: 'settlement.type' is never 'insurred'; did you mean 'insured'?`,
    ],
    [
      'a condition on a truth in other words',
      field('{ when: { line.split: ["true", "yes"] } }'),
      `${here}:8 operations.sale.submit.fields.item_code.when ${chain}: 'line.split' is never 'yes'; known are true, false`,
    ],
    [
      'a lookup on native text',
      field('{ from: null, const: "x", lookup: yesNo }'),
      `${here}:8 operations.sale.submit.fields.item_code ${chain}: const is native text already: lookup and format do not apply`,
    ],
    [
      'an unknown lookup table',
      field('{ lookup: yesno }'),
      `${here}:8 operations.sale.submit.fields.item_code.lookup ${chain}: there is no lookup table 'yesno'; did you mean 'yesNo'?`,
    ],
    [
      'an unknown function',
      field('{ call: tracCode }'),
      `${here}:8 operations.sale.submit.fields.item_code.call ${chain}: there is no function 'tracCode'; did you mean 'traceCode'?`,
    ],
    [
      'an unknown format',
      field('{ format: china-dat }'),
      `${here}:8 operations.sale.submit.fields.item_code.format: 'china-dat' is not allowed; did you mean 'china-date'?`,
    ],
    [
      'an unknown loop',
      field('{ each: line.code }'),
      `${here}:8 operations.sale.submit.fields.item_code.each: 'line.code' is not allowed; did you mean 'line.codes'?`,
    ],
    [
      'a condition on nothing',
      field('{ when: { settlement.typ: insured } }'),
      `${here}:8 operations.sale.submit.fields.item_code.when ${chain}: there is no path 'settlement.typ': nothing is called 'typ' in 'settlement'; did you mean 'type'?`,
    ],
    [
      'a test that is none',
      field('{ when: { settlement.type: { presnt: true } } }'),
      `${here}:8 operations.sale.submit.fields.item_code.when.settlement.type.presnt: there is no key 'presnt'; did you mean 'present'?`,
    ],
    [
      'a removal of nothing',
      wrong('operations:\n  sale.submit:\n    fields:\n      itemcode: null\n'),
      `${here}:8 operations.sale.submit.fields.itemcode ${chain}: null removes what is inherited, but no 'itemcode' is inherited; did you mean 'item_code'?`,
    ],
    [
      'a removal where nothing is inherited at all',
      wrong('limits: { sale.submit: { maxItems: null } }'),
      `${here}:5 limits.sale.submit.maxItems ${chain}: null removes what is inherited, but nothing is inherited here`,
    ],
    [
      'a parent of another family',
      () => compile({ 'national.yaml': national, 'x.yaml': 'id: fan/x\ntitle: T\nextends: fam/national\nsource: S\n' }),
      "mappings/fam/x.yaml:3 extends: a profile extends one of its own family, and 'fam/national' is of fam",
    ],
    [
      'a fourth level',
      () =>
        compile({
          'national.yaml': national,
          '430000-hunan.yaml': province,
          'city.yaml': 'id: fam/city\ntitle: T\nextends: fam/430000\nsource: S\n',
          'town.yaml': 'id: fam/town\ntitle: T\nextends: fam/city\nsource: S\n',
        }),
      "mappings/fam/town.yaml:3 extends [fam/town < fam/city < fam/430000 < fam/national]: 'fam/city' has 3 levels already, and no more are allowed",
    ],
    [
      'a city of a province that is reached on the premises only',
      () =>
        compile({
          'national.yaml': national,
          '430000-hunan.yaml': `${province}support: agent\n`,
          'city.yaml': 'id: fam/city\ntitle: T\nextends: fam/430000\nsource: S\nsupport: baseline\n',
        }),
      "mappings/fam/city.yaml:5 support [fam/city < fam/430000 < fam/national]: 'fam/430000' is reached only from the institution's own network, and so is what extends it: write support: agent, or constants.transport with the source that says how this one is reached",
    ],
    [
      'an unknown parent',
      () => compile({ 'national.yaml': national, 'hunan.yaml': province.replace('fam/national', 'fam/nation') }),
      "mappings/fam/hunan.yaml:3 extends: there is no profile 'fam/nation'; did you mean 'fam/national'?",
    ],
    [
      'limits of no operation',
      wrong('limits: { sale.submitt: { maxItems: 100 } }'),
      `${here}:5 limits.sale.submitt ${chain}: there is no operation 'sale.submitt'; did you mean 'sale.submit'?`,
    ],
    [
      'a limit of nothing',
      wrong('limits: { sale.submit: { maxItems: 0 } }'),
      `${here}:5 limits.sale.submit.maxItems: must be at least 1`,
    ],
    [
      'an unknown support level',
      wrong('support: certifed'),
      `${here}:5 support: 'certifed' is not allowed; did you mean 'certified'?`,
    ],
    [
      'a day that is none',
      wrong('effectiveFrom: 2026-13-01'),
      `${here}:5 effectiveFrom: '2026-13-01' is no date yyyy-MM-dd`,
    ],
    [
      'an alias of nothing',
      wrong('aliases: { item_cod: ITEM }'),
      `${here}:5 aliases.item_cod ${chain}: no field or node is called 'item_cod'; did you mean 'item_code'?`,
    ],
    [
      'two fields under one name',
      wrong('aliases: { made_on: item_code }'),
      `mappings/fam/national.yaml:12 operations.sale.submit.fields.made_on ${chain}: 'item_code' and 'made_on' are both sent as 'item_code'`,
    ],
    [
      'a table where a text belongs',
      () => readProfile(levelled('id: fam/x\ntitle: { zh: 湖南 }\nsource: s'), 'x.yaml'),
      'x.yaml:2 title: must be a text',
    ],
    [
      'no word on what it stands on',
      () => readProfile('id: fam/x\ntitle: T\nsource: S', 'x.yaml'),
      "x.yaml:1 support: the key 'support' is missing",
    ],
    ['no source', () => readProfile('id: fam/x\ntitle: T', 'x.yaml'), "x.yaml:1 source: the key 'source' is missing"],
    [
      'an id in capitals',
      () => readProfile(levelled('id: FAM/x\ntitle: T\nsource: S'), 'x.yaml'),
      "x.yaml:1 id: 'FAM/x' is no profile id; write <family>/<name> in lower case, e.g. nhsa/430000-hunan",
    ],
    [
      'a fault of a category of the hub',
      wrong(
        "faults:\n  - { native: ['1'], category: link-opn, code: A_B, message: { zh: 甲, en: a }, hint: { zh: 乙, en: b } }",
      ),
      `${here}:6 faults.0.category: 'link-opn' is not allowed; known are invalid-request, rejected, already-accepted, auth, rate-limited, unavailable, unknown-outcome, contract-broken, misconfigured`,
    ],
    ['a key twice', wrong('note: a\nnote: b'), `${here}:6: Map keys must be unique`],
    [
      'an alias of YAML',
      wrong('constants: &c { recer: x }\nlookups: { yesNo: *c }'),
      `${here}:6: alias *c: aliases are not allowed; write it out`,
    ],
    [
      'two profiles in one file',
      wrong('---\nid: fam/other\n'),
      `${here}:5: a file holds one profile, and '---' begins a second one`,
    ],
    ['tabs', wrong('constants:\n\trecer: x'), `${here}:6: Tabs are not allowed as indentation`],
  ])('%s', (_, load, sentence) => {
    expect(messageOf(load)).toBe(sentence);
  });
});

test('a city may be reached over the network though its province is not, when it says how', () => {
  const profiles = compile({
    'national.yaml': national,
    '430000-hunan.yaml': `${province}support: agent\n`,
    'city.yaml':
      'id: fam/city\ntitle: T\nextends: fam/430000\nsource: S\nsupport: reported\nconstants: { transport: plain }\n',
    'agent.yaml': 'id: fam/agent\ntitle: T\nextends: fam/430000\nsource: S\nsupport: agent\n',
  });
  expect(profiles.get('fam/city')?.support).toBe('reported');
  expect(profiles.get('fam/agent')?.support).toBe('agent');
});
