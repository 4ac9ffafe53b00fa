import { describe, expect, test } from '@jest/globals';
import { contentsOf, packsOf } from '../../gateway/catalogue/index.ts';
import { planRelations, type StoredRelation } from '../../mappings/catalogue/index.ts';

function relation(code: string, facts: Partial<StoredRelation> = {}): StoredRelation {
  return { code, origin: 'manufacturer', tenant: '', importId: 'i1', recordedAt: 1, disputed: false, ...facts };
}

const small = (n: number, prefix = '8100001') => `${prefix}${String(n).padStart(13, '0')}`;
const middle = (n: number) => small(n, '8100002');
const large = small(0, '8100003');

function storeOf(relations: readonly StoredRelation[]) {
  return {
    relationsOf: (codes: readonly string[]) =>
      Promise.resolve(
        relations.filter(
          ({ code, parent }) => codes.includes(code) || (parent !== undefined && codes.includes(parent)),
        ),
      ),
  };
}

/** One case of two middle packs of two boxes each. */
const full = [
  relation(large, { level: 3, packRatio: '1:2:4' }),
  ...[0, 1].map((n) => relation(middle(n), { parent: large, level: 2, packRatio: '1:2:4', lot: 'L1' })),
  ...[0, 1, 2, 3].map((n) =>
    relation(small(n), { parent: middle(n < 2 ? 0 : 1), level: 1, packRatio: '1:2:4', lot: 'L1' }),
  ),
];

describe('a pack', () => {
  const pack = async (relations: readonly StoredRelation[], code: string, tenant?: string) =>
    (await packsOf(storeOf(relations), [code], tenant)).get(code);

  test('knows its parent, its children and that it is full', async () => {
    expect(await pack(full, middle(0))).toEqual({
      code: middle(0),
      parent: large,
      children: [small(0), small(1)],
      level: 2,
      packRatio: '1:2:4',
      lot: 'L1',
      boxStatus: 0,
      origin: 'manufacturer',
      disputed: false,
    });
    expect((await pack(full, small(0)))?.boxStatus).toBe(0);
    expect(await pack(full, 'unknown')).toBeUndefined();
  });

  test('is mixed with several lots or products, broken with fewer than the ratio, or both', async () => {
    const lots = full.map((one) => (one.code === small(1) ? { ...one, lot: 'L2' } : one));
    expect((await pack(lots, middle(0)))?.boxStatus).toBe(1);
    const without = full.filter(({ code }) => code !== small(1));
    expect((await pack(without, middle(0)))?.boxStatus).toBe(2);
    const alien = [...without, relation(small(9, '8200001'), { parent: middle(0), level: 1 })];
    expect((await pack(alien, middle(0)))?.boxStatus).toBe(1);
    expect(
      (
        await pack(
          full.map((one) => ({ ...one, boxStatus: 3 as const })),
          large,
        )
      )?.boxStatus,
    ).toBe(3);
  });

  test('is not called broken by a ratio that may be written the other way round', async () => {
    const units = [0, 1].map((n) => relation(small(n), { parent: middle(0), level: 1 }));
    const box = relation(middle(0), { level: 2, packRatio: '1:2:100' });
    expect((await pack([box, ...units], middle(0)))?.boxStatus).toBe(0);
  });

  test('of another tenant is not shown; an operator sees all', async () => {
    const others = full.map((one) => ({ ...one, tenant: 'maker' }));
    expect(await pack(others, large, 'chain')).toBeUndefined();
    expect((await pack(others, large, 'maker'))?.children).toHaveLength(2);
    expect((await pack(others, large))?.children).toHaveLength(2);
  });
});

describe('the contents of a pack', () => {
  const contents = (relations: readonly StoredRelation[], code: string) => contentsOf(storeOf(relations), code, 'T');

  test('are the smallest packs, through all levels', async () => {
    expect(await contents(full, large)).toEqual({ type: 'children', codes: [0, 1, 2, 3].map((n) => small(n)) });
    expect(await contents(full, small(1))).toEqual({ type: 'whole' });
    expect(await contents([], large)).toEqual({ type: 'whole' });
  });

  test('are incomplete when a case is broken, a middle pack empty, or the relations run in a circle', async () => {
    expect(
      (
        await contents(
          full.filter(({ code }) => code !== small(3)),
          large,
        )
      ).type,
    ).toBe('incomplete');
    const empty = full.filter(({ parent }) => parent !== middle(1));
    expect((await contents(empty, large)).type).toBe('incomplete');
    const circle = [relation(middle(0), { parent: middle(1) }), relation(middle(1), { parent: middle(0) })];
    expect((await contents(circle, middle(0))).type).toBe('incomplete');
  });
});

describe('relations given', () => {
  test('a later word of one source ends its earlier one; an older document given again does not come back', () => {
    const [old, now] = [
      relation('c', { parent: 'p1' }),
      relation('c', { parent: 'p2', importId: 'i2', recordedAt: 5 }),
    ];
    const plan = planRelations([old], [now]);
    expect(plan).toMatchObject({ outcomes: [{ type: 'changed' }], end: [old], insert: [{ parent: 'p2' }] });
    expect(planRelations([now], [{ ...old, recordedAt: 1 }])).toMatchObject({
      outcomes: [{ type: 'unchanged' }],
      insert: [],
    });
  });

  test('one import that puts a pack into two parents is told, the first stands', () => {
    const plan = planRelations([], [relation('c', { parent: 'p1' }), relation('c', { parent: 'p2' })]);
    expect(plan.outcomes.map(({ type }) => type)).toEqual(['added', 'repeated']);
    expect(plan.insert).toMatchObject([{ parent: 'p1' }]);
  });
});
