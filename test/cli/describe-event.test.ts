import { expect, test } from '@jest/globals';
import { describeEvent, printHistory } from '../../gateway/cli/describe-event.ts';
import type { Attempt, Delivery, StoredEvent } from '../../gateway/store/contract.ts';

const at = Date.parse('2026-07-01T02:00:00Z');

const delivery: Delivery = {
  id: 'd1',
  link: 'nhsa-hunan',
  operation: 'retail-sale.submit',
  primary: true,
  part: { index: 0, count: 2 },
  lines: [0],
  eventId: 'e1',
  tenant: 'demo',
  institution: 'P43010000001',
  kind: 'retail-sale',
  documentNo: 'XS1',
  state: 'unknown',
  nextAt: at + 60_000,
  attempts: 1,
  enquiries: 0,
  duplicate: false,
  partial: false,
  items: [],
  codes: [],
  fault: { category: 'unknown-outcome', code: 'REPLY_TIMEOUT', nativeMessage: '张三 11010519491231002X' },
  createdAt: at,
  updatedAt: at,
};

const attempt: Attempt = {
  operation: 'retail-sale.submit',
  effect: 'write',
  startedAt: at,
  durationMs: 5000.4,
  sent: true,
  outcome: 'fault',
  category: 'unknown-outcome',
  code: 'REPLY_TIMEOUT',
  attemptIds: {},
  excerpt: '{"psn_name":"张三"}',
};

const event: StoredEvent = {
  id: 'e1',
  tenant: 'demo',
  institution: 'P43010000001',
  kind: 'retail-sale',
  documentNo: 'XS1',
  fingerprint: 'f',
  occurredAt: at,
  acceptedAt: at + 1000,
  event: {
    kind: 'retail-sale',
    institution: { code: 'P43010000001', region: '430102' },
    documentNo: 'XS1',
    occurredAt: '2026-07-01T10:00:00+08:00',
    operator: { name: '王店员' },
    lines: [],
  },
  notes: ['routes: nhsa-hunan'],
  deliveries: [delivery],
};

test('the history tells state, next step, fault and attempts', () => {
  const text = printHistory(describeEvent(event, new Map([['d1', [attempt]]])));
  expect(text.split('\n')).toEqual([
    'retail-sale XS1 of P43010000001 (demo)',
    '  event e1, occurred 2026-07-01T02:00:00.000Z, accepted 2026-07-01T02:00:01.000Z',
    '  note: routes: nhsa-hunan',
    '  nhsa-hunan 1/2: unknown; unknown-outcome REPLY_TIMEOUT; next 2026-07-01T02:01:00.000Z',
    '    2026-07-01T02:00:00.000Z retail-sale.submit fault REPLY_TIMEOUT (5000 ms)',
    '',
  ]);
});

test('neither the text nor the JSON carries the payload, a person or a reply', () => {
  const history = describeEvent(event, new Map([['d1', [attempt]]]));
  for (const shown of [printHistory(history), JSON.stringify(history)]) {
    expect(shown).not.toMatch(/张三|王店员|11010519491231002X|psn_name/);
  }
});

test('a withdrawal and what it takes back name each other, and a wait for the settlement shows how it stands', () => {
  const taken: Delivery = { ...delivery, state: 'delivered', withdrawnBy: 'd2' };
  const withdrawal: Delivery = { ...delivery, id: 'd2', withdrawal: { of: 'd1', reason: 'mistake', actor: 'ops' } };
  const settling = { state: 'awaiting' } as const;
  const text = printHistory(describeEvent({ ...event, settling, deliveries: [taken, withdrawal] }, new Map()));
  expect(text).toContain('settlement: awaiting');
  expect(text).toContain('taken back by d2');
  expect(text).toContain('takes back d1');
});
