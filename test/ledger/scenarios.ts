import { box, type Moved, middle, outer } from './story.ts';

const wholesaler = { institution: 'W1', region: '440100' } as const;
export const pharmacy = { institution: 'A', region: '430102' } as const;
const branch = { institution: 'B', region: '430102' } as const;

type Step = (of?: string) => Moved;
export const step =
  (kind: Moved['kind'], at: object = pharmacy, facts: Moved['facts'] = {}): Step =>
  (code = box) => ({ kind, ...at, facts, code });

export const bought = step('purchase-in');
export const sold = step('retail-sale');
const back = step('retail-return');
export const destroyed = step('destroy');
const piece = step('retail-sale', pharmacy, { split: true });
const pieceThere = step('retail-sale', branch, { split: true });
const moved = step('transfer-out');
const movedIn = step('transfer-in', branch);
const recalled = step('purchase-return', pharmacy, { reason: 'recall' });

/** Of a box in a middle pack in a case: told of whichever code was scanned, and silent. */
export const lawful: ReadonlyArray<readonly [name: string, steps: readonly Moved[]]> = [
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
  ['all by case', [step('purchase-in', wholesaler)(outer), step('sale-out', wholesaler)(outer), bought(outer), sold()]],
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
    'sold, the rest of the case recalled, brought back, sold again',
    [bought(outer), sold(), recalled(outer), back(), sold()],
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
    'sent on by another one, back and sold',
    [bought(outer), step('transfer-out')(outer), step('transfer-out', branch)(), sold()],
  ],
  [
    'sent away with its middle pack, back with its case',
    [bought(outer), step('transfer-out')(middle), step('transfer-in')(outer), sold()],
  ],
  [
    'received by box elsewhere and back without a dispatch, the rest of the case destroyed',
    [bought(), step('transfer-in', branch)(), step('transfer-in')(), destroyed(outer), sold()],
  ],
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
  [
    'opened, passed on to a branch, sold in pieces there',
    [bought(), piece(), moved(), movedIn(), pieceThere(), pieceThere()],
  ],
  [
    'opened, back and forth',
    [
      bought(),
      piece(),
      moved(),
      movedIn(),
      pieceThere(),
      step('transfer-out', branch)(),
      step('transfer-in')(),
      piece(),
    ],
  ],
];

/** The same, and what must be found in the box. */
export const unlawful: ReadonlyArray<readonly [name: string, classes: readonly string[], steps: readonly Moved[]]> = [
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
  [
    'its case opened by another one that has it',
    ['received-elsewhere'],
    [bought(outer), step('retail-sale', pharmacy, { split: true })(outer), step('retail-sale', branch)()],
  ],
  ['itself and its middle pack', ['parent-and-child-sold'], [sold(), sold(middle)]],
  ['its case and itself', ['parent-and-child-sold'], [sold(outer), sold()]],
  ['out of a middle pack sold, twice', ['sold-twice'], [sold(middle), back(), sold(), sold()]],
  ['opened at two shops, received by none of them since', ['sold-twice'], [bought(), piece(), pieceThere()]],
  [
    'opened, passed on, and sold in pieces by both',
    ['sold-twice'],
    [bought(), piece(), moved(), movedIn(), pieceThere(), piece()],
  ],
  [
    'opened, passed on, and sold whole',
    ['sold-twice'],
    [bought(), piece(), moved(), movedIn(), step('retail-sale', branch)()],
  ],
  [
    'opened, then bought by another one and sold in pieces',
    ['sold-twice'],
    [bought(), piece(), step('purchase-in', branch)(), pieceThere()],
  ],
  ['bought back out of a case sold', ['received-after-sale'], [sold(middle), step('purchase-in', branch)()]],
  [
    'its case in another province within hours',
    ['received-elsewhere', 'two-provinces'],
    [step('purchase-in', wholesaler)(outer), sold()],
  ],
];
