import { expect, test } from '@jest/globals';
import { createLinkLoop } from '../../gateway/dispatch/link-loop.ts';
import type { ClaimedDelivery } from '../../gateway/store/contract.ts';
import { fakeRuntime } from './fake-platform.ts';
import { createManualClock, until } from './manual-clock.ts';
import { recordingLogger } from './rig.ts';

const delivery: ClaimedDelivery = {
  id: 'd1',
  link: 'hunan',
  operation: 'sale.submit',
  primary: true,
  part: { index: 0, count: 1 },
  lines: [0],
  eventId: 'e1',
  tenant: 't',
  institution: 'P',
  kind: 'retail-sale',
  documentNo: 'S-1',
  state: 'unknown',
  attempts: 1,
  enquiries: 0,
  duplicate: false,
  partial: false,
  items: [],
  codes: [],
  createdAt: 0,
  updatedAt: 0,
  event: {
    kind: 'retail-sale',
    institution: { code: 'P', region: '430102' },
    documentNo: 'S-1',
    occurredAt: '2026-01-31T11:59:00+08:00',
    lines: [],
  },
  expired: false,
};

/** A loop over a store that gives out the delivery again as soon as it is settled, before its task is seen to end. */
function rig(secondClaim: ClaimedDelivery) {
  const claims = [[delivery], [secondClaim]];
  const released: string[] = [];
  const ends: Array<() => void> = [];
  const loop = createLinkLoop({
    runtime: fakeRuntime('hunan', () => ({ type: 'ok' })),
    store: {
      claim: async () => claims.shift() ?? [],
      nextDueAt: async () => undefined,
      release: async (_owner, ids = []) => void released.push(...ids),
    },
    clock: createManualClock(1_000_000),
    logger: recordingLogger(),
    owner: 'me',
    leaseMs: 60_000,
    pollMs: 1_000,
    handle: () => new Promise((resolve) => ends.push(resolve)),
  });
  return { loop, ends, claims, released };
}

test('a delivery that is due again before its task is seen to end is served at once, not after its lease', async () => {
  const { loop, ends, claims } = rig(delivery);
  loop.start();
  await until(() => ends.length === 1);
  loop.wake();
  await until(() => claims.length === 0);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await until(() => ends.length === 2);
});

test('one whose lease ran out stays with the task that is still at work', async () => {
  const { loop, ends, claims } = rig({ ...delivery, expired: true });
  loop.start();
  await until(() => ends.length === 1);
  loop.wake();
  await until(() => claims.length === 0);
  ends[0]?.();
  await loop.idle();
  expect(ends).toHaveLength(1);
});

test('what comes back after the loop has stopped is given back', async () => {
  const { loop, ends, claims, released } = rig(delivery);
  loop.start();
  await until(() => ends.length === 1);
  loop.wake();
  await until(() => claims.length === 0);
  await loop.stop();
  ends[0]?.();
  await until(() => released.length > 0);
  expect(released).toEqual(['d1']);
});
