import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessPack } from '../../gateway/ledger/rules/index.ts';
import { box, hourMs, liesIn, lifeOf, type Moved, middle, outer, story } from './story.ts';

const relations = [liesIn(box, middle), liesIn(middle, outer)];
const places = ['W1', 'A', 'B', 'C'] as const;
/** More than the hours within which two provinces are suspicious. */
const pauseMs = 20 * hourMs;

interface Choice {
  readonly what: 'move' | 'sell' | 'bring back' | 'lose and find' | 'the rest goes' | 'the rest ends';
  readonly to: (typeof places)[number];
  readonly sent: string;
  readonly received: string;
  readonly alone: boolean;
}

const code = fc.constantFrom(box, middle, outer);
const choice: fc.Arbitrary<Choice> = fc.record({
  what: fc.constantFrom('move', 'move', 'sell', 'bring back', 'lose and find', 'the rest goes', 'the rest ends'),
  to: fc.constantFrom(...places),
  sent: code,
  received: code,
  alone: fc.boolean(),
});

/** What a box and its case really go through, each step reported, by whichever code that is scanned. */
function lifeFrom(choices: readonly Choice[]): readonly Moved[] {
  const told: Moved[] = [];
  const tell = (kind: Moved['kind'], institution: string, scanned: string, facts: Moved['facts'] = {}) =>
    told.push({ kind, institution, code: scanned, facts, occurredAt: told.length * pauseMs });
  let at = 'W1';
  let caseAt = 'W1';
  let isInside = true;
  let isSold = false;
  const scanned = (wanted: string) => (isInside ? wanted : box);
  tell('purchase-in', at, outer);
  for (const { what, to, sent, received, alone } of choices) {
    if (what === 'move' && !isSold && to !== at) {
      isInside &&= !alone;
      tell('transfer-out', at, scanned(sent));
      tell('transfer-in', to, scanned(received));
      if (isInside) caseAt = to;
      at = to;
    }
    if (what === 'sell' && !isSold) {
      tell('retail-sale', at, box);
      [isInside, isSold] = [false, true];
    }
    if (what === 'bring back' && isSold) {
      tell('retail-return', to, box);
      [at, isSold] = [to, false];
    }
    if (what === 'lose and find' && !isSold) {
      tell('stock-adjust', at, box, { reason: 'loss' });
      tell('stock-adjust', at, box, { reason: 'surplus' });
      isInside = false;
    }
    if (what === 'the rest goes' && !isInside && to !== caseAt) {
      tell('transfer-out', caseAt, sent === box ? outer : sent);
      tell('transfer-in', to, received === box ? outer : received);
      caseAt = to;
    }
    if (what === 'the rest ends' && !isInside)
      tell(alone ? 'destroy' : 'sale-out', caseAt, sent === box ? outer : sent);
  }
  if (!isSold) tell('retail-sale', at, box);
  return told;
}

test('no lawful life of a box and its case raises an alarm, by whichever code it is told', () => {
  fc.assert(
    fc.property(fc.array(choice, { maxLength: 8 }), (choices) => {
      expect(assessPack(lifeOf(box, story(...lifeFrom(choices)), relations))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
