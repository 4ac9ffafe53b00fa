import { describe, expect, test } from '@jest/globals';
import { createVerifyService, type VerifyOrder } from '../../gateway/verify/index.ts';
import { type Catalogue, compileCatalogue, type StoredRelation } from '../../mappings/catalogue/index.ts';
import { compilePolicy } from '../../mappings/policy/index.ts';
import { createManualClock } from '../dispatch/manual-clock.ts';
import { now } from '../dispatch/situation.ts';
import { box, liesIn, type Moved, middle, outer, story } from '../ledger/story.ts';

const nothing: Catalogue = compileCatalogue([]);
const sibling = '81853860111704596504';
const known = [liesIn(box, middle), liesIn(sibling, middle), liesIn(middle, outer)];

/** @returns `verdict REASON …` of each code, told to chain-a at institution A. */
async function told(
  codes: readonly string[],
  steps: readonly Moved[] = [],
  { relations = known, ...order }: Partial<VerifyOrder> & { readonly relations?: readonly StoredRelation[] } = {},
) {
  const { items } = await createVerifyService({
    store: { ledger: { packs: async () => ({ movements: story(...steps), relations }) } },
    catalogue: { rowsFor: async () => nothing },
    policy: compilePolicy([]),
    links: new Map(),
    routes: [],
    lookups: { ask: () => Promise.reject(new Error('nobody is asked')) },
    clock: createManualClock(now),
  }).verify(
    { tenant: 'chain-a', institution: 'A', kind: 'retail-sale', split: false, codes, deadlineMs: 0, ...order },
    { region: '430102' },
  );
  return items.map(({ verdict, reasons }) => [verdict, ...reasons.map(({ code }) => code)].join(' '));
}

const at =
  (institution: string) =>
  (kind: Moved['kind'], code: string, facts: Moved['facts'] = {}) => ({
    ...{ kind, code, facts, institution },
  });
const a = at('A');
const b = at('B');
const w = at('W1');
const free = 'sell UNKNOWN_PRODUCT';

describe('a pack', () => {
  test.each<[string, string, readonly Moved[]]>([
    ['nobody knows', free, []],
    [
      'received by box, shipped and received by case',
      free,
      [w('purchase-in', box), w('sale-out', outer), a('purchase-in', outer)],
    ],
    ['of a case that another one has', 'ask HELD_ELSEWHERE', [b('purchase-in', outer)]],
    ['of a case sent away', 'ask SENT_AWAY', [a('purchase-in', outer), a('transfer-out', outer)]],
    [
      'of a case sent away and received elsewhere',
      'ask HELD_ELSEWHERE',
      [a('purchase-in', outer), a('transfer-out', outer), b('transfer-in', outer)],
    ],
    ['of a destroyed case', 'stop DESTROYED', [a('purchase-in', outer), a('destroy', outer)]],
    ['of a recalled case', 'stop RECALLED', [a('purchase-return', outer, { reason: 'recall' })]],
    [
      'sold before its case was recalled, and brought back',
      'ask RECALLED',
      [
        a('purchase-in', outer),
        a('retail-sale', box),
        a('purchase-return', outer, { reason: 'recall' }),
        a('retail-return', box),
      ],
    ],
    [
      'sent here before the rest of its case was recalled',
      'ask RECALLED',
      [
        b('purchase-in', outer),
        b('transfer-out', box),
        a('transfer-in', box),
        b('purchase-return', outer, { reason: 'recall' }),
      ],
    ],
    ['whose sibling was sold', free, [a('purchase-in', outer), a('retail-sale', sibling)]],
    ['received and sold by another one', 'ask ALREADY_SOLD', [b('purchase-in', box), b('retail-sale', box)]],
    [
      'sold here, brought back at another one',
      'ask HELD_ELSEWHERE',
      [a('purchase-in', box), a('retail-sale', box), b('retail-return', box)],
    ],
    [
      'sold elsewhere, brought back here',
      free,
      [b('purchase-in', box), b('retail-sale', box), a('retail-return', box)],
    ],
    [
      'dispensed, then bought here',
      'ask ALREADY_SOLD RECEIVED_AFTER_SALE',
      [b('dispense', box), a('purchase-in', box)],
    ],
    ['sold here before its purchase was entered', 'ask ALREADY_SOLD', [a('retail-sale', box), a('purchase-in', box)]],
    [
      'lost and found',
      free,
      [
        a('purchase-in', box),
        a('stock-adjust', box, { reason: 'loss' }),
        a('stock-adjust', box, { reason: 'surplus' }),
      ],
    ],
    ['lost', 'ask SENT_AWAY', [a('purchase-in', box), a('stock-adjust', box, { reason: 'loss' })]],
    ['booked in for another reason', free, [w('purchase-in', box), a('stock-adjust', box, { reason: 'other-in' })]],
    ['in a middle pack sold', 'ask OUTER_PACK_SOLD', [a('purchase-in', outer), a('retail-sale', middle)]],
    ['brought back out of a middle pack sold', free, [a('retail-sale', middle), a('retail-return', box)]],
    ['received here and there', free, [a('purchase-in', box), b('purchase-in', box)]],
  ])('%s', async (_, expected, steps) => expect(await told([box], steps)).toEqual([expected]));

  test('opened at another shop and passed on here may be sold in pieces here, not whole, and not there any more', async () => {
    const split = { split: true } as const;
    const steps = [b('retail-sale', box, split), b('transfer-out', box), a('transfer-in', box)];
    expect(await told([box], steps, split)).toEqual(['report-only SPLIT_BEFORE']);
    expect(await told([box], steps)).toEqual(['ask SPLIT_BEFORE']);
    const later = [...steps, a('retail-sale', box, split)];
    expect(await told([box], later, split)).toEqual(['report-only SPLIT_BEFORE']);
    expect(await told([box], later, { ...split, institution: 'B' })).toEqual(['ask SPLIT_BEFORE']);
  });

  test('opened stays opened when its pieces are brought back by a document that does not call them pieces', async () => {
    const steps = [a('purchase-in', box), a('retail-sale', box, { split: true }), a('retail-return', box)];
    expect(await told([box], steps)).toEqual(['ask SPLIT_BEFORE']);
    expect(await told([box], steps, { split: true })).toEqual(['report-only SPLIT_BEFORE']);
  });

  test('another tenant’s word about a case makes a person look and stops nothing', async () => {
    const destroyed = { ...b('destroy', outer), tenant: 'chain-b' };
    expect(await told([box], [destroyed])).toEqual(['ask DESTROYED']);
    expect(await told([box], [{ ...destroyed, unlisted: true }])).toEqual([free]);
  });
});

describe('another tenant’s word of which pack lies in which', () => {
  const theirs = [liesIn(box, middle, { tenant: 'chain-b' })];
  const steps = [a('purchase-in', middle), a('destroy', middle)];

  test('turns no movement of one’s own against another pack', async () => {
    expect(await told([box], steps, { relations: theirs })).toEqual([free]);
    expect(await told([box, middle], [], { relations: theirs })).toEqual([free, free]);
  });

  test('counts for that tenant itself, and what was imported for the hub counts for all', async () => {
    expect(await told([box], steps, { relations: [liesIn(box, middle, { tenant: 'chain-a' })] })).toEqual([
      'stop DESTROYED',
    ]);
    expect(await told([box], steps, { relations: [...theirs, liesIn(box, middle)] })).toEqual(['stop DESTROYED']);
  });
});

describe('one call', () => {
  test('asks about the second scan of a pack, in whatever notation', async () => {
    expect(await told([box, sibling, ` ${box}`])).toEqual([free, free, 'ask REPEATED_IN_CALL BLANKS_TRIMMED']);
  });

  test('asks about a pack together with a larger one around it', async () => {
    expect(await told([box, outer, sibling])).toEqual(['ask PARENT_IN_CALL', free, 'ask PARENT_IN_CALL']);
    expect(await told([box, sibling])).toEqual([free, free]);
  });

  test('never takes a pack for its own larger one', async () => {
    const relations = [liesIn(box, middle), liesIn(middle, box, { origin: 'msfx' })];
    expect(await told([box], [a('retail-sale', sibling)], { relations })).toEqual([free]);
  });

  test('may scan a code of a whole batch many times', async () => {
    const batch = '(01)06901234567892(10)LOT1';
    expect(await told([batch, batch])).toEqual(Array(2).fill('sell BATCH_CODE GS1_WITHOUT_SERIAL'));
  });
});

describe('a scan', () => {
  test.each<[string, string]>([
    ['hello', 'ask NO_PACK_CODE'],
    ['0106901234567892172801311010ABC2112345', 'ask GS1_SEPARATOR_MISSING'],
    [']C1010690123456789310ABC', 'ask GS1_INVALID'],
    ['https://www.maker.cn/p/prod', 'ask URL_WITHOUT_CODE'],
    ['8185 3860 1117 0459 6503', 'sell UNKNOWN_PRODUCT SEPARATORS_REMOVED'],
    ['P62100200036', 'ask INSTITUTION_CODE'],
    ['+$$52001510X3042GD', 'ask CHECK_CHARACTER_WRONG SECONDARY_CODE_ALONE'],
    ['(17)280131(10)L1', 'ask NO_PACK_CODE GS1_RULE_BROKEN GS1_WITHOUT_SERIAL'],
    ['(02)06901234567892(37)12', 'ask NO_PACK_CODE GS1_RULE_BROKEN GS1_WITHOUT_SERIAL'],
    ['国药准字 H20090001', 'ask CODE_IS_APPROVAL_NUMBER'],
    ['MA.156.M0.100204.13351764', 'sell BATCH_CODE WITHOUT_SERIAL'],
    ['MFR-2026-0000001', 'sell UNKNOWN_PRODUCT'],
    ['(01)06901234567892(21)SN1', 'sell UNKNOWN_PRODUCT'],
  ])('%s', async (raw, expected) => expect(await told([raw])).toEqual([expected]));

  test('that nothing can be read from is a code where the ledger knows it', async () => {
    expect(await told(['hello'], [a('purchase-in', 'hello')])).toEqual([free]);
  });
});
