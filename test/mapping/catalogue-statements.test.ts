import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { effectiveRows, planStatements, type StoredStatement } from '../../mappings/catalogue/index.ts';

let ids = 0;
function statement(facts: Partial<StoredStatement> = {}): StoredStatement {
  ids += 1;
  return {
    ...{ id: `id-${ids}`, importId: `import-${ids}`, origin: 'user', source: '表', validFrom: '2026-01-01' },
    ...{ recordedAt: ids, disputed: false, prefix: '8100001' },
    ...facts,
  };
}

const types = (known: StoredStatement[], ...given: StoredStatement[]) =>
  planStatements(known, given).outcomes.map(({ type }) => type);

describe('a statement', () => {
  const first = statement({ nhsaCode: 'XA' });

  test('said again, also from a later day, says nothing new', () => {
    expect(types([first], statement({ nhsaCode: 'XA' }))).toEqual(['unchanged']);
    expect(types([first], statement({ nhsaCode: 'XA', validFrom: '2026-05-01' }))).toEqual(['unchanged']);
    const changed = statement({ nhsaCode: 'XB', validFrom: '2026-03-01' });
    expect(types([first, changed], statement({ nhsaCode: 'XA', validFrom: '2026-05-01' }))).toEqual(['added']);
  });

  test('is kept when its origin corrects it; the next in one batch sees the correction', () => {
    const [second, third] = [statement({ nhsaCode: 'XB' }), statement({ nhsaCode: 'XB' })];
    const plan = planStatements([first], [second, third]);
    expect(plan.outcomes.map(({ type }) => type)).toEqual(['changed', 'unchanged']);
    expect([plan.supersede, plan.insert, plan.confirmed]).toEqual([[first.id], [second], [second.id]]);
  });

  test('of another origin is a conflict only where both speak, of the same days', () => {
    const theirs = (facts: Partial<StoredStatement>) => statement({ origin: 'nhsa', ...facts });
    const disputes = (given: StoredStatement) => planStatements([first], [given]).outcomes[0]?.disputes.length;
    expect(disputes(theirs({ nhsaCode: 'XB' }))).toBe(1);
    expect(disputes(theirs({ approvalNo: 'H1', manufacturer: '甲' }))).toBe(0);
    expect(disputes(theirs({ nhsaCode: 'XB', validFrom: '2025-01-01', validTo: '2026-01-01' }))).toBe(0);
    expect(disputes(theirs({ nhsaCode: 'XB', validFrom: '2025-01-01', validTo: '2026-01-02' }))).toBe(1);
    const gtins = planStatements([statement({ gtin: '6901234567892' })], [theirs({ gtin: '06901234567892' })]);
    expect(gtins.outcomes[0]?.disputes).toEqual([]);
  });
});

describe('what holds on a day', () => {
  test('is of each origin its latest word, of each fact the most trusted one; an ended row holds no longer', () => {
    const rows = (day: string) =>
      effectiveRows(
        [
          statement({ origin: 'msfx', nhsaCode: 'M', packLevel: 'small' }),
          statement({ origin: 'user', nhsaCode: 'U', validFrom: '2026-02-01', validTo: '2026-03-01' }),
        ],
        day,
      ).map(({ nhsaCode, packLevel }) => `${nhsaCode} ${packLevel}`);
    expect([rows('2025-12-31'), rows('2026-01-01'), rows('2026-02-28'), rows('2026-03-01')]).toEqual([
      [],
      ['M small'],
      ['U small'],
      ['M small'],
    ]);
  });

  test('reads a content with the unit of the same origin only', () => {
    const shown = (...given: ReadonlyArray<Parameters<typeof statement>[0]>) =>
      effectiveRows(given.map(statement), '2026-03-01').map(({ content, contentUnit }) => [content, contentUnit]);
    const insurance = { origin: 'nhsa', content: '24', contentUnit: '粒' } as const;
    expect(shown(insurance, { origin: 'msfx', content: '2' })).toEqual([['24', '粒']]);
    expect(shown(insurance, { origin: 'user', content: '2' })).toEqual([['2', undefined]]);
    expect(shown(insurance, { origin: 'user', spec: '0.25g' })).toEqual([['24', '粒']]);
  });

  test('does not depend on the order in which statements came', () => {
    const origin = fc.constantFrom('user' as const, 'nhsa' as const, 'msfx' as const);
    const one = fc.record({
      origin,
      nhsaCode: fc.constantFrom('A', 'B'),
      validFrom: fc.constantFrom('2026-01-01', '2026-02-01'),
    });
    const unique = fc.uniqueArray(one, { maxLength: 6, selector: (facts) => `${facts.origin} ${facts.validFrom}` });
    fc.assert(
      fc.property(unique, (given) => {
        const statements = given.map((facts) => statement(facts));
        const there = effectiveRows(statements, '2026-03-01').map(({ nhsaCode }) => nhsaCode);
        expect(effectiveRows([...statements].reverse(), '2026-03-01').map(({ nhsaCode }) => nhsaCode)).toEqual(there);
      }),
    );
  });
});
