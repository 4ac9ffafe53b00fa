import { describe, expect, test } from '@jest/globals';
import type { FindingDraft, Movement } from '../../gateway/ledger/contract.ts';
import { assessPack } from '../../gateway/ledger/rules/index.ts';
import { box, hourMs, lifeOf, story } from './story.ts';

function drafts(movements: readonly Movement[]): readonly FindingDraft[] {
  return assessPack(lifeOf(box, movements));
}

function found(movements: readonly Movement[]): string[] {
  return drafts(movements).map((draft) => draft.class);
}

/** The events of the evidence. */
function evidence(movements: readonly Movement[]): Array<[string, number[]]> {
  return drafts(movements).map((draft) => [draft.class, draft.evidence.map((movement) => movements.indexOf(movement))]);
}

const sale = { kind: 'retail-sale' } as const;
const back = { kind: 'retail-return' } as const;
const receipt = { kind: 'purchase-in' } as const;
const elsewhere = { institution: 'P2' } as const;
const farAway = { institution: 'P3', region: '440300' } as const;
const pieces = (quantity: string, content?: number) => ({
  facts: { split: true as const, quantity, unit: '粒', ...(content === undefined ? {} : { content }) },
});

describe('an ordinary life shows nothing', () => {
  test.each<[string, Movement[]]>([
    ['received and sold', story(receipt, sale)],
    ['sold, brought back, sold again', story(receipt, sale, back, sale)],
    [
      'dispensed, brought back, dispensed',
      story({ kind: 'dispense' }, { kind: 'dispense-return' }, { kind: 'dispense' }),
    ],
    ['through a wholesaler', story({ ...receipt, ...elsewhere }, { kind: 'sale-out', ...elsewhere }, receipt, sale)],
    [
      'moved between branches',
      story(receipt, { kind: 'transfer-out' }, { kind: 'transfer-in', ...elsewhere }, { ...sale, ...elsewhere }),
    ],
    [
      'sent back to the supplier, sold by the next pharmacy',
      story(receipt, { kind: 'purchase-return' }, { ...sale, ...elsewhere }),
    ],
    [
      'shipped overnight over a border',
      story({ ...receipt, ...farAway }, { kind: 'sale-out', ...farAway }, receipt, sale),
    ],
    ['sold in pieces up to its content', story({ ...sale, ...pieces('12', 24) }, { ...sale, ...pieces('12', 24) })],
    [
      'pieces brought back and sold again',
      story({ ...sale, ...pieces('24', 24) }, { ...back, ...pieces('4', 24) }, { ...sale, ...pieces('4', 24) }),
    ],
    ['counted and sold', story({ kind: 'stock-count' }, sale)],
    ['two counts', story({ kind: 'stock-count' }, { kind: 'stock-count' })],
    ['lost and found', story(receipt, { kind: 'stock-adjust', facts: { reason: 'loss' } }, sale)],
    [
      'lost, and found by the count',
      story(
        receipt,
        { kind: 'stock-adjust', facts: { reason: 'loss' } },
        { kind: 'stock-adjust', facts: { reason: 'surplus' } },
        sale,
      ),
    ],
    [
      'booked in for another reason while the wholesaler says that it has it',
      story({ ...receipt, ...elsewhere }, { kind: 'stock-adjust', facts: { reason: 'other-in' } }, sale),
    ],
    ['shipped without a report, received and sold', story({ ...receipt, ...elsewhere }, receipt, sale)],
    [
      'brought back to another branch and sold there',
      story(receipt, sale, { ...back, ...elsewhere }, { ...sale, ...elsewhere }),
    ],
    ['sent away, sent back, sold', story(receipt, { kind: 'transfer-out' }, { kind: 'transfer-in' }, sale)],
    [
      'sent back by a customer and sold to the next one',
      story(
        { ...receipt, ...elsewhere },
        { kind: 'sale-out', ...elsewhere },
        { kind: 'sale-return', ...elsewhere },
        { kind: 'sale-out', ...elsewhere },
        sale,
      ),
    ],
    ['sold before its purchase is entered', story(sale, receipt)],
    [
      'bought again after it was brought back',
      story(receipt, sale, back, { kind: 'purchase-return' }, { ...receipt, ...elsewhere }),
    ],
    [
      'bought back from a patient for a recall',
      story(receipt, sale, { ...receipt, ...elsewhere, facts: { reason: 'recall' } }),
    ],
  ])('%s', (_, movements) => expect(found(movements)).toEqual([]));
});

describe('sold twice', () => {
  test('names the sales, wherever they were', () => {
    expect(evidence(story(receipt, sale, { ...sale, ...elsewhere, tenant: 'chain-b' }))).toEqual([
      ['sold-twice', [1, 2]],
    ]);
  });

  test('grows with the third sale', () => {
    expect(evidence(story(sale, sale, sale))).toEqual([['sold-twice', [0, 1, 2]]]);
  });

  test('one return undoes one sale', () => {
    expect(evidence(story(sale, sale, back, sale))).toEqual([['sold-twice', [0, 1, 3]]]);
  });

  test('whole and in pieces, or in pieces by two institutions', () => {
    expect(found(story({ ...sale, ...pieces('6') }, sale))).toEqual(['sold-twice']);
    expect(found(story(sale, { ...sale, ...pieces('6') }))).toEqual(['sold-twice']);
    expect(found(story({ ...sale, ...pieces('6') }, { ...sale, ...pieces('6'), ...elsewhere }))).toEqual([
      'sold-twice',
    ]);
  });
});

describe('returned without sale', () => {
  test('weighs more where the pack is known', () => {
    expect(drafts(story(back))).toMatchObject([{ class: 'returned-without-sale', severity: 'low' }]);
    expect(drafts(story(receipt, back))).toMatchObject([{ class: 'returned-without-sale', severity: 'medium' }]);
  });

  test('the second return of one sale', () => {
    expect(evidence(story(sale, back, back))).toEqual([['returned-without-sale', [2]]]);
  });
});

describe('sold after its end', () => {
  test('destroyed, scrapped, recalled', () => {
    expect(evidence(story({ kind: 'destroy' }, sale))).toEqual([['sold-after-destruction', [0, 1]]]);
    expect(found(story({ kind: 'stock-adjust', facts: { reason: 'scrap' } }, sale))).toEqual([
      'sold-after-destruction',
    ]);
    expect(evidence(story(receipt, { kind: 'purchase-return', facts: { reason: 'recall' } }, sale))).toEqual([
      ['sold-after-recall', [1, 2]],
    ]);
  });

  test('expired', () => {
    expect(found(story({ ...sale, facts: { expiresOn: '2020-01-01', expired: true } }))).toEqual(['expired']);
    expect(found(story({ ...receipt, facts: { expiresOn: '2020-01-01', expired: true } }))).toEqual([]);
  });
});

describe('in the wrong place', () => {
  test('received by one, sold by another that never received it', () => {
    expect(evidence(story({ ...receipt, ...elsewhere }, sale))).toEqual([['received-elsewhere', [0, 1]]]);
  });

  test('received again by another one that was sent it', () => {
    const moves = story(receipt, { kind: 'transfer-out' }, { kind: 'transfer-in', ...elsewhere }, sale);
    expect(evidence(moves)).toEqual([['received-elsewhere', [2, 3]]]);
  });

  test('sold by the one that had sent it away', () => {
    expect(evidence(story(receipt, { kind: 'purchase-return' }, sale))).toEqual([['sold-after-dispatch', [1, 2]]]);
    expect(found(story(receipt, { kind: 'transfer-out' }, sale))).toEqual(['sold-after-dispatch']);
  });

  test('in two provinces within hours, also when it was brought back in between', () => {
    expect(found(story(sale, { ...back, ...farAway }, sale))).toContain('two-provinces');
    expect(found(story(sale, back, { ...sale, ...farAway, occurredAt: 20 * hourMs }))).toEqual(['received-elsewhere']);
  });
});

describe('bought after its sale', () => {
  test('by another institution, before it is sold again', () => {
    const moves = story({ kind: 'dispense' }, { ...receipt, ...elsewhere });
    expect(drafts(moves)).toMatchObject([{ class: 'received-after-sale', severity: 'high', evidence: moves }]);
    expect(found(story({ kind: 'dispense' }, { ...receipt, ...elsewhere }, { ...sale, ...elsewhere }))).toEqual([
      'sold-twice',
      'received-after-sale',
    ]);
  });

  test('by the seller that had received it before', () => {
    expect(evidence(story(receipt, sale, receipt))).toEqual([['received-after-sale', [1, 2]]]);
  });
});

describe('sold in pieces', () => {
  test('beyond the content of the pack', () => {
    expect(evidence(story({ ...sale, ...pieces('20', 24) }, { ...sale, ...pieces('4.5', 24) }))).toEqual([
      ['split-overrun', [0, 1]],
    ]);
  });

  test('what is learnt of the content later holds for earlier sales as well', () => {
    expect(found(story({ ...sale, ...pieces('20') }, { ...sale, ...pieces('4.5', 24) }))).toEqual(['split-overrun']);
    expect(found(story({ ...sale, ...pieces('20', 24) }, { ...sale, ...pieces('4.5', 30) }))).toEqual([]);
  });

  test('nothing is concluded from an unknown content, another unit or a shared quantity', () => {
    expect(found(story({ ...sale, ...pieces('99') }))).toEqual([]);
    expect(
      found(story({ ...sale, ...pieces('20', 24) }, { ...sale, facts: { split: true, quantity: '9', unit: '板' } })),
    ).toEqual([]);
    expect(found(story({ ...sale, ...pieces('20', 24) }, { ...sale, facts: { split: true } }))).toEqual([]);
  });
});
