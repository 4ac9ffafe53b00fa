import { describe, expect, test } from '@jest/globals';
import { placeOf } from '../../gateway/ledger/place.ts';
import { assessPack } from '../../gateway/ledger/rules/index.ts';
import { bought, destroyed, lawful, pharmacy, sold, step, unlawful } from './scenarios.ts';
import { box, hourMs, liesIn, lifeOf, type Moved, middle, outer, story } from './story.ts';

const inCase = [liesIn(box, middle), liesIn(middle, outer)];

function found(...steps: readonly Moved[]): string[] {
  return assessPack(lifeOf(box, story(...steps), inCase)).map((draft) => draft.class);
}

describe('lawful, whichever pack was scanned', () => {
  test.each(lawful)('%s', (_, steps) => expect(found(...steps)).toEqual([]));
});

describe('found, whichever pack was scanned', () => {
  test.each(unlawful)('%s', (_, classes, steps) => expect(found(...steps)).toEqual(classes));

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

  test('packs that lie in each other by two sources, or in themselves, prove nothing of one sale', () => {
    const circle = [liesIn(box, middle), liesIn(middle, box, { origin: 'msfx' }), liesIn(outer, outer)];
    const life = lifeOf(box, story(bought(), sold()), circle);
    expect(assessPack(life)).toEqual([]);
    expect(life.now.outerSales).toEqual([]);
    expect(life.around).toEqual([middle]);
    expect(assessPack(lifeOf(outer, story(sold(outer)), circle))).toEqual([]);
    expect(assessPack(lifeOf(box, story(sold(middle), sold()), circle)).map((draft) => draft.class)).toEqual([
      'parent-and-child-sold',
    ]);
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
