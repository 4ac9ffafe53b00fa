import { describe, expect, test } from '@jest/globals';
import { placeOf } from '../../gateway/ledger/place.ts';
import { assessPack } from '../../gateway/ledger/rules/index.ts';
import { box, hourMs, liesIn, lifeOf, type Moved, middle, outer, story } from './story.ts';

const inCase = [liesIn(box, middle), liesIn(middle, outer)];

const wholesaler = { institution: 'W1', region: '440100' } as const;
const pharmacy = { institution: 'A', region: '430102' } as const;
const branch = { institution: 'B', region: '430102' } as const;

type Step = (of?: string) => Moved;
const step =
  (kind: Moved['kind'], at: object = pharmacy, facts: Moved['facts'] = {}): Step =>
  (code = box) => ({ kind, ...at, facts, code });

const bought = step('purchase-in');
const sold = step('retail-sale');
const back = step('retail-return');
const destroyed = step('destroy');
const recalled = step('purchase-return', pharmacy, { reason: 'recall' });

function found(...steps: readonly Moved[]): string[] {
  return assessPack(lifeOf(box, story(...steps), inCase)).map((draft) => draft.class);
}

describe('lawful, whichever pack was scanned', () => {
  test.each<[string, readonly Moved[]]>([
    [
      'received by box, shipped by case, received by case, sold by box, over a border within hours',
      [step('purchase-in', wholesaler)(), step('sale-out', wholesaler)(outer), bought(outer), sold()],
    ],
    [
      'shipped by case, received by box',
      [step('purchase-in', wholesaler)(outer), step('sale-out', wholesaler)(outer), bought(), sold()],
    ],
    [
      'shipped by box, received by case',
      [step('purchase-in', wholesaler)(outer), step('sale-out', wholesaler)(), bought(outer), sold()],
    ],
    [
      'all by case',
      [step('purchase-in', wholesaler)(outer), step('sale-out', wholesaler)(outer), bought(outer), sold()],
    ],
    [
      'by middle pack in between',
      [bought(outer), step('transfer-out')(middle), step('transfer-in', branch)(middle), step('retail-sale', branch)()],
    ],
    ['sold, then the rest of the case destroyed', [bought(outer), sold(), destroyed(outer)]],
    [
      'sold and brought back, the rest of the case destroyed, sold again',
      [bought(outer), sold(), destroyed(outer), back(), sold()],
    ],
    [
      'sent to a branch by itself, the rest of the case recalled, sold there',
      [bought(outer), step('transfer-out')(), recalled(outer), step('retail-sale', branch)()],
    ],
    [
      'brought back, perhaps sent on with the rest, sold by either',
      [
        bought(outer),
        sold(),
        back(),
        step('transfer-out')(outer),
        step('transfer-in', branch)(outer),
        step('retail-sale', branch)(),
      ],
    ],
    [
      'brought back, kept while the rest went, sold',
      [bought(outer), sold(), back(), step('transfer-out')(outer), step('transfer-in', branch)(outer), sold()],
    ],
    ['the wholesaler sells the case, the pharmacy the box', [step('sale-out', wholesaler)(outer), sold()]],
    ['sold in a middle pack, brought back out of it, sold again', [bought(outer), sold(middle), back(), sold()]],
    ['sold in a middle pack that came back whole, sold by itself', [bought(outer), sold(middle), back(middle), sold()]],
    ['both sold, the middle pack brought back', [sold(), sold(middle), back(middle)]],
    [
      'a case sold in part, this box out of it',
      [bought(outer), step('retail-sale', pharmacy, { split: true })(outer), sold()],
    ],
    ['the case bought again after this box was sold', [bought(outer), sold(), step('purchase-in', branch)(outer)]],
    [
      'received by box without a report of its dispatch, the rest of the case destroyed there',
      [step('purchase-in', branch)(outer), bought(), step('destroy', branch)(outer), sold()],
    ],
    [
      'taken back by the wholesaler without a report, the rest of the case recalled, shipped and sold',
      [bought(), step('sale-return', wholesaler)(), recalled(outer), step('sale-out', wholesaler)(), sold()],
    ],
  ])('%s', (_, steps) => expect(found(...steps)).toEqual([]));
});

describe('found, whichever pack was scanned', () => {
  test.each<[string, readonly string[], readonly Moved[]]>([
    ['its case destroyed', ['sold-after-destruction'], [bought(outer), destroyed(outer), sold()]],
    [
      'its case scrapped',
      ['sold-after-destruction'],
      [step('stock-adjust', pharmacy, { reason: 'scrap' })(middle), sold()],
    ],
    ['its case recalled', ['sold-after-recall'], [bought(outer), recalled(outer), sold()]],
    ['its case received by another one', ['received-elsewhere'], [bought(outer), step('retail-sale', branch)()]],
    [
      'its case sent away by the seller',
      ['sold-after-dispatch'],
      [bought(outer), step('purchase-return')(outer), sold()],
    ],
    ['itself and its middle pack', ['parent-and-child-sold'], [sold(), sold(middle)]],
    ['its case and itself', ['parent-and-child-sold'], [sold(outer), sold()]],
    ['out of a middle pack sold, twice', ['sold-twice'], [sold(middle), back(), sold(), sold()]],
    ['bought back out of a case sold', ['received-after-sale'], [sold(middle), step('purchase-in', branch)()]],
    [
      'its case in another province within hours',
      ['received-elsewhere', 'two-provinces'],
      [step('purchase-in', wholesaler)(outer), sold()],
    ],
  ])('%s', (_, classes, steps) => expect(found(...steps)).toEqual(classes));

  test('what happened to a larger pack alone is no finding of each pack in it', () => {
    expect(found(sold(outer), sold(outer), destroyed(outer), sold(outer))).toEqual([]);
  });
});

describe('a pack that is packed anew', () => {
  const packedAnew = [liesIn(box, middle, { endedAt: 5 * hourMs }), liesIn(box, outer, { recordedAt: 5 * hourMs })];
  const at = (hour: number, moved: Moved): Moved => ({ ...moved, occurredAt: hour * hourMs });
  const seen = (...steps: readonly Moved[]) =>
    assessPack(lifeOf(box, story(...steps), packedAnew)).map((draft) => draft.class);

  test('shares the life of each pack while it lies in it', () => {
    expect(seen(at(1, destroyed(outer)), at(6, destroyed(middle)), at(7, sold()))).toEqual([]);
    expect(seen(at(1, destroyed(middle)), at(7, sold()))).toEqual(['sold-after-destruction']);
    expect(seen(at(6, destroyed(outer)), at(7, sold()))).toEqual(['sold-after-destruction']);
  });

  test('what sources contradict each other on proves nothing', () => {
    const disputed = [liesIn(box, middle, { disputed: true })];
    expect(assessPack(lifeOf(box, story(destroyed(middle), sold()), disputed))).toEqual([]);
  });

  test('what several sources agree on counts once', () => {
    const twice = [liesIn(box, middle), liesIn(box, middle, { origin: 'msfx', recordedAt: 9 * hourMs })];
    const { now } = lifeOf(box, story(sold(middle)), twice);
    expect(now.outerSales).toHaveLength(1);
  });
});

describe('where a pack is', () => {
  test.each<[string, string | undefined, readonly Moved[]]>([
    ['nothing is known', undefined, []],
    ['received with its case', 'in-stock', [bought(outer)]],
    ['sent with its case', 'sent', [bought(outer), step('sale-out')(outer)]],
    ['sold in its middle pack', 'sold', [bought(outer), sold(middle)]],
    ['a larger pack sold in part', 'in-stock', [bought(outer), step('retail-sale', pharmacy, { split: true })(outer)]],
    ['destroyed with its case', 'destroyed', [bought(outer), destroyed(outer)]],
    ['sold before the rest of the case was sent', 'sold', [bought(outer), sold(), step('sale-out')(outer)]],
  ])('%s', (_, place, steps) => {
    expect(placeOf(lifeOf(box, story(...steps), inCase))?.place).toBe(place);
  });
});
