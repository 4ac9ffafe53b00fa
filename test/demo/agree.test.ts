import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../adapters/sim-kit/contract.ts';
import type { TraceEvent } from '../../mappings/model/index.ts';
import { disagreements, type HubDelivery } from './agree.ts';
import { codeDisagreement } from './all/codes.ts';

const delivery: HubDelivery = {
  id: 'd1',
  eventId: 'e1',
  link: 'nhsa-hunan',
  kind: 'retail-sale',
  documentNo: 'XS1',
  operation: 'retail-sale.submit',
  lines: [0],
  state: 'delivered',
  partial: false,
  duplicate: false,
  ids: { record: {}, items: [{ key: 'line-0', ids: { fixmedins_bchno: 'B1' } }] },
};
const entry: LedgerEntry = {
  seq: 1,
  at: 0,
  operation: '3505A',
  institution: 'P1',
  key: 'B1',
  documentNo: 'XS1',
  codes: ['81234560000000000001'],
  receipt: 'R1',
};
const deletion: LedgerEntry = { ...entry, seq: 2, operation: '3507A' };
const withdrawal: HubDelivery = { ...delivery, id: 'd2', withdraws: { delivery: 'd1' } };
const event: TraceEvent = {
  kind: 'retail-sale',
  institution: { code: 'P1', region: '430102' },
  documentNo: 'XS1',
  occurredAt: '2026-07-01T10:00:00+08:00',
  lines: [
    { product: { localCode: '1', localName: 'a' }, quantity: '1', codes: ['81234560000000000001'] },
    { product: { localCode: '2', localName: 'b' }, quantity: '1', codes: ['81234560000000000002'] },
  ],
};

describe('the comparison of states and ledgers', () => {
  test.each<[string, readonly HubDelivery[], readonly LedgerEntry[]]>([
    ['delivered and booked once', [delivery], [entry]],
    ['a withdrawal beside its original, each once', [delivery, withdrawal], [entry, deletion]],
    ['rejected and not booked', [{ ...delivery, state: 'rejected' }], []],
  ])('agrees on %s', (_, deliveries, ledger) => {
    expect(disagreements('nhsa', deliveries, ledger)).toEqual([]);
  });

  test.each<[string, readonly HubDelivery[], readonly LedgerEntry[], RegExp]>([
    ['a booking that is missing', [delivery], [], /has not booked it/],
    ['a booking made twice', [delivery], [entry, entry], /booked 2 times/],
    ['a booking that the hub does not know', [], [entry], /knows no such delivery/],
    ['a refusal that was booked after all', [{ ...delivery, state: 'rejected' }], [entry], /the platform booked it/],
    ['a withdrawal that was not made', [delivery, withdrawal], [entry], /has not booked it/],
    ['a withdrawal that nobody asked for', [delivery], [entry, deletion], /withdrawn B1 1 times/],
  ])('finds %s', (_, deliveries, ledger, sentence) => {
    expect(disagreements('nhsa', deliveries, ledger)).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('the comparison of codes', () => {
  test('wants the codes of the own lines, and those only', () => {
    expect(codeDisagreement('nhsa', delivery, event, [entry])).toBeUndefined();
    const other = { ...entry, codes: ['81234560000000000002'] };
    expect(codeDisagreement('nhsa', delivery, event, [other])).toMatch(
      /lacks codes 81234560000000000001, has foreign ones 81234560000000000002/,
    );
    const doubled = { ...entry, codes: [...entry.codes, ...entry.codes] };
    expect(codeDisagreement('nhsa', delivery, event, [doubled])).toMatch(/1 twice/);
  });

  test('leaves the outer pack of a relation to the platform', () => {
    const [outer, inner] = ['81234569000000000001', '81234560000000000001'];
    const line = { product: { localCode: '1', localName: 'a' }, quantity: '1' };
    const packed: TraceEvent = {
      ...event,
      kind: 'pack',
      lines: [{ ...line, codes: [outer, { value: inner, parent: outer }] }],
    };
    expect(codeDisagreement('nhsa', delivery, packed, [{ ...entry, codes: [inner] }])).toBeUndefined();
    expect(codeDisagreement('nhsa', delivery, packed, [{ ...entry, codes: [outer] }])).toMatch(/lacks codes/);
  });
});
