import { expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { fakeRuntime } from './fake-platform.ts';
import { until } from './manual-clock.ts';
import { ok, rigWith, script } from './running-rig.ts';
import { faulty, minute } from './situation.ts';

test('what was claimed ahead and not begun goes back when the link is isolated', async () => {
  let answer = (_: Outcome) => {};
  const late = new Promise<Outcome>((resolve) => {
    answer = resolve;
  });
  // The first four make the link one that does well, for which work is claimed ahead.
  const runtime = fakeRuntime('a', () => (runtime.link.asked.length > 4 ? late : ok), { maxInFlight: 1 });
  const rig = await rigWith(runtime);
  const ids: string[] = [];
  for (let count = 0; count < 12; count += 1) ids.push(await rig.accept(`S${count}`, 'a'));
  rig.dispatcher.start();
  await until(() => runtime.link.asked.length === 5);
  const hold = { link: 'a', reason: 'isolated', since: rig.clock.now(), actor: 'sre' };
  await rig.store.hold(hold);
  await rig.dispatcher.recall('a');
  await rig.store.hold(hold);
  answer(ok);
  const states = async () => (await Promise.all(ids.map(rig.get))).map(({ state }) => state).sort();
  await until(async () => !(await states()).includes('sending'));
  expect(await states()).toEqual([...Array(5).fill('delivered'), ...Array(7).fill('held')]);
});

test('waiting ends without a result when the time is up', async () => {
  const rig = await rigWith(fakeRuntime('a', () => ok));
  const id = await rig.accept('S1', 'a');
  const waiting = rig.dispatcher.waitSettled(id, 2_000);
  rig.clock.advance(2_000);
  expect(await waiting).toBeUndefined();
});

test('a dead link does not delay its neighbour', async () => {
  const dead = fakeRuntime('dead', () => new Promise<Outcome>(() => {}), { maxInFlight: 2 });
  const rig = await rigWith(
    dead,
    fakeRuntime('alive', () => ok),
  );
  for (let count = 0; count < 20; count += 1) await rig.accept(`D${count}`, 'dead');
  rig.dispatcher.start();
  await until(() => dead.link.inFlight() === 2);
  const ids: string[] = [];
  for (let count = 0; count < 20; count += 1) ids.push(await rig.accept(`A${count}`, 'alive'));
  rig.dispatcher.wake('alive');
  for (const id of ids) await rig.reaches(id, 'delivered');
  expect(dead.link.inFlight()).toBe(2);
});

test('never more deliveries are claimed than the link takes, and freed capacity is used at once', async () => {
  const release: Array<(outcome: Outcome) => void> = [];
  const runtime = fakeRuntime('a', () => new Promise<Outcome>((resolve) => release.push(resolve)), { maxInFlight: 4 });
  const rig = await rigWith(runtime);
  runtime.link.setPermits(1);
  for (let count = 0; count < 3; count += 1) await rig.accept(`S${count}`, 'a');
  rig.dispatcher.start();
  await until(() => runtime.link.inFlight() === 1);
  runtime.link.setPermits(3);
  await until(() => runtime.link.inFlight() === 3);
  for (const done of release) done(ok);
  await until(async () => (await rig.store.counts()).every((row) => row.states.delivered === 3));
  expect(runtime.link.asked.length).toBe(3);
});

test('a call that the link turned away uses no attempt', async () => {
  const runtime = fakeRuntime('a', script(faulty('link-open', { retryAfterMs: 30_000 }), ok));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await until(async () => runtime.link.asked.length === 1 && (await rig.get(id)).state === 'queued');
  expect(await rig.get(id)).toMatchObject({ attempts: 0 });
  rig.later(minute);
  expect((await rig.reaches(id, 'delivered')).attempts).toBe(1);
});

test('drain finishes what is under way and gives the rest back', async () => {
  let finish: (outcome: Outcome) => void = () => {};
  const runtime = fakeRuntime('a', () => new Promise<Outcome>((resolve) => (finish = resolve)), { maxInFlight: 1 });
  const rig = await rigWith(runtime);
  const first = await rig.accept('S1', 'a');
  const second = await rig.accept('S2', 'a');
  const node = rig.newDispatcher();
  node.start();
  await until(() => runtime.link.inFlight() === 1);
  const drained = node.drain(10_000);
  finish(ok);
  await drained;
  expect((await rig.get(first)).state).toBe('delivered');
  expect((await rig.get(second)).state).toBe('queued');
  expect(runtime.link.asked.length).toBe(1);
});

test('leases are renewed while a platform is slow', async () => {
  const runtime = fakeRuntime('a', () => new Promise<Outcome>(() => {}));
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  const renewed: string[][] = [];
  const renew: typeof rig.store.renew = (owner, ids, leaseUntil) => {
    renewed.push([...ids]);
    return rig.store.renew(owner, ids, leaseUntil);
  };
  const node = rig.newDispatcher({ ...rig.store, renew });
  node.start();
  await until(() => runtime.link.inFlight() === 1);
  rig.clock.advance(20_000);
  await until(() => renewed.length === 1);
  expect(renewed[0]).toEqual([id]);
  await rig.stop(node);
});
