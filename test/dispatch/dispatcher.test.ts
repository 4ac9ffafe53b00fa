import { expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { fakeRuntime } from './fake-platform.ts';
import { until } from './manual-clock.ts';
import { ok, rigWith, script } from './running-rig.ts';
import { day, faulty, minute } from './situation.ts';

test('a queued delivery is sent, recorded and told to who waits for it', async () => {
  const runtime = fakeRuntime('a', () => ok);
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  const waiting = rig.dispatcher.waitSettled(id, 10_000);
  rig.dispatcher.start();
  expect(await waiting).toMatchObject({
    state: 'delivered',
    receipt: 'R',
    attempts: 1,
    ids: { record: { bill: `B-${id}` } },
  });
  const [attempt] = await rig.store.attempts(id);
  expect(attempt).toMatchObject({ operation: 'sale.submit', outcome: 'ok', sent: true, excerpt: '*** reply' });
  expect(attempt?.attemptIds.message).toMatch(/^[0-9a-f]{8}$/);
});

test.each([
  ['children', ['S1', 'S2']],
  ['whole', ['CASE']],
] as const)('a platform that wants packs as %s hears of these', async (packs, codes) => {
  const runtime = fakeRuntime('a', () => ok, { submit: { packs } });
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a', { codes: ['CASE'], contents: ['S1', 'S2'] });
  rig.dispatcher.start();
  await rig.reaches(id, 'delivered');
  expect(runtime.link.asked.map(({ body }) => body.codes)).toEqual([codes]);
});

test('the reference that a platform gave with its first answer is there when it is asked', async () => {
  const pending: Outcome = { type: 'accepted-pending', reason: 'running', pollAfterMs: 1_000, receipt: 'job-1' };
  const runtime = fakeRuntime('a', script(pending, { type: 'ok' }));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await rig.reaches(id, 'pending');
  rig.later(minute);
  expect(await rig.reaches(id, 'delivered')).toMatchObject({ receipt: 'job-1' });
  expect(runtime.link.asked.map(({ body }) => body.receipt)).toEqual([undefined, 'job-1']);
});

test('a failed delivery comes back by the schedule with the same business ids and new ids of the try', async () => {
  const runtime = fakeRuntime('a', script(faulty('unavailable'), ok));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await until(async () => (await rig.get(id)).attempts === 1);
  expect(await rig.get(id)).toMatchObject({ state: 'queued', nextAt: rig.clock.now() + 5_000 });
  rig.later(5_000);
  expect((await rig.reaches(id, 'delivered')).attempts).toBe(2);
  expect(new Set(runtime.link.asked.map((asked) => asked.body.key))).toEqual(new Set([`B-${id}`]));
  const messages = (await rig.store.attempts(id)).map((attempt) => attempt.attemptIds.message);
  expect(new Set(messages).size).toBe(2);
});

test('unknown: asked, not found, settled, and only then sent again', async () => {
  const runtime = fakeRuntime('a', script(faulty('unknown-outcome'), { type: 'not-found' }, { type: 'not-found' }, ok));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await rig.reaches(id, 'unknown');
  const unknownAt = rig.clock.now();
  rig.later(10_000);
  await until(async () => (await rig.get(id)).enquiries === 1);
  rig.later(rig.clock.now() < unknownAt + minute ? unknownAt + minute - rig.clock.now() - 1 : 0);
  expect(runtime.link.asked.map((asked) => asked.effect)).toEqual(['write', 'read']);
  rig.later(minute);
  await until(async () => (await rig.get(id)).enquiries === 2);
  rig.later(minute);
  await rig.reaches(id, 'delivered');
  expect(runtime.link.asked.map((asked) => asked.effect)).toEqual(['write', 'read', 'read', 'write']);
});

test('accepted, then not found any more: parked for a person, and taken up again it is asked for, not sent', async () => {
  const pending: Outcome = { type: 'accepted-pending', reason: 'queued there', pollAfterMs: 1_000 };
  const runtime = fakeRuntime('a', script(pending, { type: 'not-found' }, { type: 'not-found' }, ok));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await rig.reaches(id, 'pending');
  rig.later(10_000);
  await until(async () => (await rig.get(id)).enquiries === 1);
  expect(await rig.get(id)).toMatchObject({ state: 'pending', reason: 'queued there' });
  rig.later(2 * minute);
  expect((await rig.reaches(id, 'parked')).fault).toMatchObject({ code: 'ACCEPTED_THEN_LOST' });
  await rig.store.requeue(id, rig.clock.now(), { actor: 'sre', to: 'pending' });
  rig.dispatcher.wake();
  await rig.reaches(id, 'delivered');
  expect(runtime.link.asked.map((asked) => asked.effect)).toEqual(['write', 'read', 'read', 'read']);
});

test('what was there before the submission is a duplicate, also when it was still in process then', async () => {
  const pending: Outcome = { type: 'accepted-pending', reason: 'there', pollAfterMs: 1_000, duplicate: true };
  const rig = await rigWith(fakeRuntime('a', script(pending, ok)));
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await rig.reaches(id, 'pending');
  rig.later(minute);
  expect(await rig.reaches(id, 'delivered')).toMatchObject({ duplicate: true });
});

test('a crash while sending is resolved by asking, not by sending again', async () => {
  const runtime = fakeRuntime('a', (asked) => (asked.effect === 'read' ? ok : new Promise<Outcome>(() => {})));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  const dead = rig.newDispatcher({ ...rig.store, renew: () => Promise.resolve([]) });
  dead.start();
  await rig.reaches(id, 'sending');
  await until(() => runtime.link.inFlight() === 1);
  await rig.stop(dead);

  rig.dispatcher.start();
  await rig.reaches(id, 'unknown');
  rig.later(10_000);
  expect(await rig.reaches(id, 'delivered')).toMatchObject({ attempts: 1, enquiries: 1 });
  expect(runtime.link.asked.map((asked) => asked.effect)).toEqual(['write', 'read']);
});

test('a stepped operation runs in one task and resumes where a fault stopped it', async () => {
  const runtime = fakeRuntime(
    'a',
    script(
      { type: 'accepted-pending', reason: 'there', pollAfterMs: 1_000 },
      { type: 'continue', progress: { row: 1 }, items: [{ key: 'line-0', ok: true }] },
      faulty('unavailable'),
      { type: 'ok', items: [{ key: 'line-1', ok: true }] },
    ),
  );
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await rig.reaches(id, 'pending');
  rig.later(2_000);
  await until(async () => (await rig.get(id)).enquiries === 1);
  expect((await rig.get(id)).step).toEqual({ operation: 'sale.query', progress: { row: 1 } });
  rig.later(10 * minute);
  const delivery = await rig.reaches(id, 'delivered');
  expect(delivery.items.map((item) => item.key)).toEqual(['line-0', 'line-1']);
});

test('an outcome is kept until the store takes it', async () => {
  const rig = await rigWith(fakeRuntime('a', () => ok));
  const id = await rig.accept('S1', 'a');
  let failures = 3;
  const settle: typeof rig.store.settle = (settlement) => {
    failures -= 1;
    return failures >= 0 ? Promise.reject(new Error('disk full')) : rig.store.settle(settlement);
  };
  const other = rig.newDispatcher({ ...rig.store, settle });
  other.start();
  await until(() => failures === 2);
  while (failures >= 0) {
    rig.clock.advance(1_000);
    await until(() => true);
  }
  expect(await rig.reaches(id, 'delivered')).toMatchObject({ attempts: 1 });
  await rig.stop(other);
});

test('seven days of refusal park a delivery; it is not lost and can be queued again', async () => {
  const runtime = fakeRuntime('a', script(faulty('unavailable'), faulty('unavailable'), ok));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await until(async () => (await rig.get(id)).attempts === 1);
  rig.later(8 * day);
  await rig.reaches(id, 'parked');
  expect(await rig.store.requeue(id, rig.clock.now(), { actor: 'sre', to: 'queued' })).toBe(true);
  rig.dispatcher.wake();
  await rig.reaches(id, 'delivered');
});
