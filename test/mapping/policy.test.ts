import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { conditionNames } from '../../mappings/policy/conditions.ts';
import { compilePolicy, decide, explain, loadPolicy, type Policy, resolveTables } from '../../mappings/policy/index.ts';
import { line, recognised } from '../intake/event.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

const changsha = { code: 'P', region: '430102' };
const chengdu = { code: 'P', region: '510104' };
const uncoded = line({ codes: [] });
const insured = { settlement: { type: 'insured' } } as const;
const selfPay = { settlement: { type: 'self-pay' } } as const;

/** @returns `rule@outcome lines` of each decision. */
function decisions(more: Parameters<typeof recognised>[0]) {
  return decide(recognised(more), policy).map(({ rule, outcome, lines }) => `${rule}@${outcome} ${lines}`);
}

describe('what the country asks', () => {
  const at = (occurredAt: string, more: Parameters<typeof recognised>[0] = insured) =>
    decisions({ institution: chengdu, occurredAt, lines: [line(), uncoded], ...more });

  test('since 2025-07-01 an insured sale is scanned before it settles; the day is that of China', () => {
    expect(at('2025-06-30T23:59:59+08:00')).toEqual([]);
    expect(at('2025-06-30T15:59:59Z')).toEqual([]);
    expect(at('2025-06-30T16:00:00Z')).toEqual(['scan-before-settlement@warn 1']);
    expect(at('2025-07-01T00:00:00+08:00')).toEqual(['scan-before-settlement@warn 1']);
    expect(at('2025-07-01T00:00:00+08:00', selfPay)).toEqual([]);
    expect(at('2025-07-01T00:00:00+08:00', {})).toEqual([]);
  });

  test.each([
    ['an institution', 'P43010000001'],
    ['a web page', 'https://example.com/tablets'],
  ])('a scan that names %s is no code of the goods', (_, raw) => {
    expect(at('2026-01-01T08:00:00+08:00', { ...selfPay, lines: [line({ codes: [raw] })] })).toContain(
      'every-code-collected@warn 0',
    );
  });

  test('since 2026-01-01 every line is coded and the receipt shows the codes', () => {
    expect(at('2026-01-01T08:00:00+08:00', selfPay)).toEqual([
      'every-code-collected@warn 1',
      'receipt-shows-codes@note 0',
    ]);
    expect(at('2026-01-01T08:00:00+08:00', { kind: 'retail-return' })).toEqual(['every-code-collected@warn 1']);
  });

  test('a split pack may be sold again', () => {
    const lines = [line({ split: true }), line({ codes: ['OWN-1'] })];
    expect(decisions({ institution: chengdu, lines })).toContain('split-pack-may-repeat@note 0');
  });

  test('each decision names its document and says it in both languages', () => {
    const found = decide(recognised({ institution: chengdu, lines: [uncoded] }), policy);
    expect(found).toMatchObject([{ rule: 'every-code-collected', source: { zh: '医保发〔2025〕7号 (2025-03-19)' } }]);
    expect(found[0]?.message.zh).toMatch(/追溯码/);
    expect(found[0]?.message.en).toMatch(/trace codes/);
  });
});

describe('what happened before the event, and when it came', () => {
  const told = (more: Parameters<typeof recognised>[0], circumstances: Parameters<typeof decide>[2]) =>
    decide(recognised(more), policy, circumstances).map(({ rule, outcome, lines }) => `${rule}@${outcome} ${lines}`);

  test('a code that was sold before: warned of in the country, noted in 湖南, lawful in pieces of one institution', () => {
    const repeatedLines = new Set([0]);
    const lines = [line(), line({ codes: ['OWN-1'] })];
    expect(told({ institution: chengdu, lines }, { repeatedLines })).toContain('one-pack-one-sale@warn 0');
    expect(told({ institution: changsha, lines }, { repeatedLines })).toContain('one-pack-one-sale@note 0');
    const split = [line({ split: true })];
    const lawful = told({ institution: chengdu, lines: split }, {}).join();
    expect(lawful).toContain('split-pack-may-repeat');
    const repeat = told({ institution: chengdu, lines: split }, { repeatedLines }).join();
    expect(repeat).toContain('one-pack-one-sale@warn');
    expect(repeat).not.toContain('split-pack-may-repeat');
  });

  test('a late document is told of whatever its age', () => {
    const old = { institution: chengdu, occurredAt: '2024-11-01T10:00:00+08:00' };
    expect(told(old, { arrivedOn: '2026-11-01' })).toContain('reported-late@note 0');
  });

  test('three days late is told, two are not; the days are those of China', () => {
    const at = (arrivedOn: string) =>
      told({ institution: chengdu, occurredAt: '2026-01-31T23:30:00+08:00' }, { arrivedOn });
    expect(at('2026-02-02')).not.toContain('reported-late@note 0');
    expect(at('2026-02-03')).toContain('reported-late@note 0');
  });

  test('explain shows every rule with each condition, met or not', () => {
    const uncodedInsured = { institution: chengdu, ...insured, lines: [line(), uncoded] };
    const all = explain(recognised(uncodedInsured), policy);
    expect(all.map(({ rule }) => rule.id)).toEqual(policy.rulesFor('510104').map(({ id }) => id));
    expect(all.find(({ rule }) => rule.id === 'scan-before-settlement')).toMatchObject({
      inForce: true,
      decision: { lines: [1] },
      conditions: [
        { name: 'kinds', fits: true },
        { name: 'settlement', wanted: 'insured', fits: true },
        { name: 'coded', wanted: false, fits: true, lines: [1] },
        { name: 'exempt', wanted: false, fits: true, lines: [0, 1] },
      ],
    });
    const silent = all.find(({ rule }) => rule.id === 'intraoperative-exempt');
    expect(silent?.decision).toBeUndefined();
    expect(silent?.conditions.filter(({ fits }) => !fits).map(({ name }) => name)).toEqual(['kinds', 'noCodeReasons']);
  });
});

test('湖南 adds to the country what holds there alone', () => {
  const rule = 'repeat-does-not-block';
  const repeated = decide(recognised({ institution: changsha, ...insured }), policy, { repeatedLines: new Set([0]) });
  expect(repeated.map((decision) => decision.rule)).toEqual(['one-pack-one-sale', 'receipt-shows-codes', rule]);
  expect(decisions({ institution: changsha, ...insured })).toEqual(['receipt-shows-codes@note 0']);
  expect(decisions({ institution: changsha, ...selfPay })).toEqual(['receipt-shows-codes@note 0']);
  expect(decisions({ institution: chengdu, ...insured })).toEqual(['receipt-shows-codes@note 0']);
  expect([policy.find('430102', rule)?.id, policy.find('510104', rule)]).toEqual([rule, undefined]);
});

describe('conditions', () => {
  test('every condition that a table may state is tested, and no other', () => {
    const schema: { $defs: { rule: { properties: { when: { properties: object } } } } } = JSON.parse(
      readFileSync(new URL('../../mappings/policy/policy.schema.json', import.meta.url), 'utf8'),
    );
    const stated = Object.keys(schema.$defs.rule.properties.when.properties);
    expect([...conditionNames].sort()).toEqual(stated.sort());
  });

  /** Each alone decides: the rule speaks of the event that meets it, is silent about the other, and explains both. */
  const one = { institution: chengdu, occurredAt: '2026-03-01T09:00:00+08:00' };
  const noCode = line({ codes: [], noCodeReason: 'uncoded-stock' });
  const { product } = noCode;
  const wrongClass = { ...noCode, noCodeReason: 'herbal-slices', product: { ...product, nhsaCode: 'XA01' } } as const;
  const codes = [{ value: '81853860111704596503', packLevel: 'small' as const }];
  const fivePacks = { ...line({ codes, quantity: '5' }), packContent: '1' };
  type Case = readonly [Parameters<typeof recognised>[0], Parameters<typeof decide>[2]?];
  const cases: ReadonlyArray<readonly [name: string, wanted: unknown, meets: Case, fails: Case]> = [
    ['kinds', ['destroy'], [{ ...one, kind: 'destroy' }], [one]],
    ['settlement', 'insured', [{ ...one, ...insured }], [{ ...one, ...selfPay }]],
    ['regions', ['51'], [one], [{ ...one, institution: changsha }]],
    ['roles', ['pharmacy'], [one, { role: 'pharmacy' }], [one, { role: 'hospital' }]],
    ['daysLate', 2, [one, { arrivedOn: '2026-03-03' }], [one, { arrivedOn: '2026-03-02' }]],
    ['coded', false, [{ ...one, lines: [noCode] }], [one]],
    ['split', true, [{ ...one, lines: [line({ split: true })] }], [one]],
    ['noCodeReasons', ['uncoded-stock'], [{ ...one, lines: [noCode] }], [one]],
    ['exempt', false, [one], [{ ...one, lines: [noCode] }]],
    ['repeated', true, [one, { repeatedLines: new Set([0]) }], [one]],
    ['unregistered', true, [one, { unregisteredLines: new Set([0]) }], [one]],
    ['boughtBefore', '2025-07-01', [one, { boughtOn: new Map([[0, '2025-06-30']]) }], [one]],
    ['contradicted', true, [{ ...one, lines: [wrongClass] }], [one]],
    ['codeCount', 'short', [{ ...one, lines: [fivePacks] }], [one]],
    ['otherProduct', true, [one, { otherProductLines: new Set([0]) }], [one]],
  ];

  test('the cases below are all of them', () => {
    expect(cases.map(([name]) => name).sort()).toEqual([...conditionNames].sort());
  });

  test.each(cases)('%s', (name, wanted, meets, fails) => {
    const texts = { source: { zh: '源', en: 'S' }, effectiveFrom: '2026-01-01', message: { zh: '甲', en: 'A' } };
    const rules = {
      before: { ...texts, outcome: 'exempt', when: { noCodeReasons: ['uncoded-stock'] } },
      own: { ...texts, outcome: 'note', when: { [name]: wanted } },
    } as const;
    const made = compilePolicy([{ id: 'p', title: 'P', rules }]);
    for (const [[event, circumstances], expected] of [
      [meets, true],
      [fails, false],
    ] as const) {
      const spoke = decide(recognised(event), made, circumstances).some(({ rule }) => rule === 'own');
      const why = explain(recognised(event), made, circumstances).find(({ rule }) => rule.id === 'own');
      expect({ spoke, why }).toMatchObject({
        spoke: expected,
        why: { conditions: [{ name, wanted, fits: expected }] },
      });
      expect(why?.decision !== undefined).toBe(expected);
    }
  });

  test('a condition that nothing tests stops the start', () => {
    const rule = { source: { zh: '源', en: 'S' }, effectiveFrom: '2026-01-01', message: { zh: '甲', en: 'A' } };
    const unknown: string = 'colour';
    const rules = { one: { ...rule, outcome: 'note', when: { [unknown]: ['red'] } } } as const;
    expect(() => compilePolicy([{ id: 'p', title: 'P', rules }])).toThrow("'colour'");
  });
});

describe('tables', () => {
  const rule = (more = '') =>
    `{ source: { zh: 源, en: S }, effectiveFrom: 2026-01-01, outcome: warn, message: { zh: 甲, en: A }${more} }`;
  const parent = (rules: string) => ({ file: 'country.yaml', text: `id: c\ntitle: C\nrules:\n${rules}` });
  const child = (rest: string) => ({ file: 'city.yaml', text: `id: d\ntitle: D\nextends: c\n${rest}` });
  const compiled = (...texts: Parameters<typeof resolveTables>[0]) =>
    compilePolicy(resolveTables(texts).map(({ table }) => table));

  test('a region changes, ends or removes what it inherits; the longest region counts', () => {
    const made = compiled(
      parent(`  one: ${rule()}\n  two: ${rule()}`),
      child('region: "4301"\nrules:\n  one: { outcome: note, effectiveTo: 2026-01-31 }\n  two: null'),
    );
    expect(made.rulesFor('430999').map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['one warn', 'two warn']);
    expect(made.rulesFor('430102')).toMatchObject([{ id: 'one', outcome: 'note', source: { zh: '源', en: 'S' } }]);
    const on = (occurredAt: string) =>
      decide(recognised({ institution: changsha, occurredAt }), made).map((decision) => decision.rule);
    expect(on('2026-01-31T23:00:00+08:00')).toEqual(['one']);
    expect(on('2026-02-01T00:00:00+08:00')).toEqual([]);
  });

  test('a condition on parts of a region', () => {
    const made = compiled(parent(`  one: ${rule(', when: { regions: ["4301"] }')}`));
    const inRegion = (region: string) =>
      decide(recognised({ institution: { code: 'P', region } }), made).map((decision) => decision.rule);
    expect(inRegion('430102')).toEqual(['one']);
    expect(inRegion('430200')).toEqual([]);
  });

  test.each([
    [
      'an unknown kind',
      `  one: ${rule(', when: { kinds: [retail-sales] }')}`,
      'country.yaml:4 rules.one.when.kinds.0: must be equal',
    ],
    [
      'an unknown condition',
      `  one: ${rule(', when: { colour: red }')}`,
      'country.yaml:4 rules.one.when.colour: must NOT have',
    ],
    [
      'a rule without source',
      '  one: { effectiveFrom: 2026-01-01, outcome: note, message: { zh: 甲, en: A } }',
      'country.yaml:4 rules.one.source: must have',
    ],
    ['another outcome', `  one: ${rule().replace('warn', 'shout')}`, 'country.yaml:4 rules.one.outcome: must be equal'],
    ['no date', `  one: ${rule().replace('2026-01-01', 'soon')}`, 'country.yaml:4 rules.one.effectiveFrom: must match'],
  ])('%s is refused with its place', (_, rules, message) => {
    expect(() => compiled(parent(rules))).toThrow(message);
  });

  test('two tables of one region, and a parent that is not there, are refused', () => {
    expect(() => compiled(parent(`  one: ${rule()}`), child('rules: {}'))).toThrow(
      'city.yaml:1 region [d < c]: is that of country.yaml, too',
    );
    expect(() => compiled(child('rules: {}'))).toThrow("city.yaml:3 extends: there is no profile 'c'");
  });
});
