import { afterEach, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { type Operation, RequestError, SetupError } from '../../adapters/contract/index.ts';
import type { LinkRuntime } from '../../gateway/link/runtime.ts';
import type { DeliveryState } from '../../gateway/store/contract.ts';
import { MappingError } from '../../mappings/engine/index.ts';
import { type Answer, type Asked, fakeRuntime } from './fake-platform.ts';
import { until } from './manual-clock.ts';
import { createRig } from './rig.ts';
import { day, faulty, minute } from './situation.ts';

const ok: Outcome = { type: 'ok', receipt: 'R' };
let cleanup: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const step of cleanup.reverse()) await step();
  cleanup = [];
});

async function rigWith(...links: LinkRuntime[]) {
  const rig = await createRig(...links);
  cleanup.push(rig.close);
  const dispatcher = rig.newDispatcher();
  cleanup.push(() => rig.stop(dispatcher));
  const reaches = async (id: string, state: DeliveryState) => {
    await until(async () => (await rig.get(id)).state === state);
    return rig.get(id);
  };
  /** Time passes, and the loops look: their timers may not have been set yet when the hands moved. */
  const later = (ms: number) => {
    rig.clock.advance(ms);
    dispatcher.wake();
  };
  return { ...rig, dispatcher, reaches, later };
}

/** Gives the answers in order, the last one for ever. */
function script(...answers: Array<Outcome | ((asked: Asked) => Outcome)>): Answer {
  let index = 0;
  return (asked) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? ok;
    index += 1;
    return typeof answer === 'function' ? answer(asked) : answer;
  };
}

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

test('sign-in is shared, refreshed once when refused, then only that institution is held', async () => {
  let tokens = 0;
  const answer: Answer = (asked) => {
    if (asked.operation === 'sign-in') {
      tokens += 1;
      return { type: 'ok', session: { values: { token: `t${tokens}` }, expiresAt: Number.MAX_SAFE_INTEGER } };
    }
    return asked.body.institution === 'BAD' ? faulty('auth') : ok;
  };
  const runtime = fakeRuntime('a', answer, { login: true });
  const rig = await rigWith(runtime);
  const good = [await rig.accept('S1', 'a'), await rig.accept('S2', 'a')];
  const bad = await rig.accept('S3', 'a', { institution: 'BAD' });
  rig.dispatcher.start();
  for (const id of good) await rig.reaches(id, 'delivered');
  expect(await rig.reaches(bad, 'held')).toMatchObject({ attempts: 2, fault: { category: 'auth' } });
  const signIns = runtime.link.asked.filter((asked) => asked.operation === 'sign-in');
  expect(signIns.map((asked) => asked.body.institution).sort()).toEqual(['BAD', 'BAD', 'P1']);
  expect(await rig.store.holds()).toMatchObject([{ link: 'a', institution: 'BAD' }]);
});

test('a profile without the sign-in signs in nowhere', async () => {
  const asks = fakeRuntime('a', () => ok, { login: true });
  const runtime = { ...asks, profile: { ...asks.profile, operations: ['sale.submit'] } };
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await rig.reaches(id, 'delivered');
  expect(runtime.link.asked.map(({ operation }) => operation)).toEqual(['sale.submit']);
});

test('a sign-in that fails leaves the delivery queued, and unsent', async () => {
  const runtime = fakeRuntime('a', (asked) => (asked.operation === 'sign-in' ? faulty('unknown-outcome') : ok), {
    login: true,
  });
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await until(async () => (await rig.get(id)).attempts === 1);
  expect(await rig.get(id)).toMatchObject({ state: 'queued', fault: { category: 'unavailable' } });
  expect(runtime.link.asked.every((asked) => asked.operation === 'sign-in')).toBe(true);
});

test('input that the platform would refuse ends as rejected; nothing is sent', async () => {
  const buildRequest = () => {
    throw new RequestError('SETTLEMENT_MISSING', 'settlement is required');
  };
  const runtime = fakeRuntime('a', () => ok, { submit: { buildRequest } });
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  const delivery = await rig.reaches(id, 'rejected');
  expect(delivery.fault).toMatchObject({ category: 'invalid-request', code: 'SETTLEMENT_MISSING' });
  expect(runtime.link.asked).toEqual([]);
});

test('what the directory holds in a useless form rests the institution, and the delivery goes out once it is mended', async () => {
  const mended = { now: false };
  const submit = fakeRuntime('a', () => ok).adapter.operations['sale.submit'];
  const buildRequest: Operation['buildRequest'] = (input, context) => {
    if (!mended.now || submit === undefined) throw new SetupError('SIGNING_KEY_UNREADABLE', 'no PEM key');
    return submit.buildRequest(input, context);
  };
  const runtime = fakeRuntime('a', () => ok, { submit: { buildRequest } });
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  const held = await rig.reaches(id, 'held');
  expect(held.fault).toMatchObject({ category: 'auth', code: 'SIGNING_KEY_UNREADABLE' });
  const [hold] = await rig.store.holds();
  expect(hold?.reason).toBe('SIGNING_KEY_UNREADABLE');
  mended.now = true;
  const { tenant = '', institution = '' } = hold ?? {};
  await rig.store.unhold('a', { tenant, institution });
  rig.dispatcher.wake('a');
  await rig.reaches(id, 'delivered');
});

test.each([
  ['lines[0].lot', 'rejected', 'INPUT_REFUSED'],
  ['institution.identity.gln', 'queued', 'INTERNAL_ERROR'],
])('a mapping that fails on %s ends as %s', async (inputPath, state, code) => {
  const businessIds = () => {
    throw new MappingError({ file: 'a.yaml', keyPath: 'operations.a', chain: ['a'] }, inputPath, 'is missing');
  };
  const runtime = fakeRuntime('a', () => ok, { submit: { businessIds } });
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await until(async () => (await rig.get(id)).attempts === 1);
  expect(await rig.get(id)).toMatchObject({ state, fault: { code } });
  expect(JSON.stringify((await rig.get(id)).fault)).toContain(`${inputPath} is missing (a.yaml operations.a)`);
  expect(runtime.link.asked).toEqual([]);
});

test('an error of our own is tried five times, then parked with its cause, masked', async () => {
  const buildRequest = () => {
    throw new Error('no field x in SECRET');
  };
  const rig = await rigWith(fakeRuntime('a', () => ok, { submit: { buildRequest } }));
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  for (let count = 1; count <= 5; count += 1) {
    await until(async () => (await rig.store.attempts(id)).length === count);
    rig.later(20 * minute);
  }
  const delivery = await rig.reaches(id, 'parked');
  expect(delivery.reason).toContain('no field x in ***');
  expect((await rig.store.attempts(id)).every((attempt) => !attempt.sent)).toBe(true);
});

test('a reply that breaks the adapter is of unknown outcome', async () => {
  const parseResponse = () => {
    throw new TypeError('Cannot read properties of undefined');
  };
  const rig = await rigWith(fakeRuntime('a', () => ok, { submit: { parseResponse } }));
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  expect((await rig.reaches(id, 'unknown')).fault).toMatchObject({
    category: 'contract-broken',
    code: 'REPLY_UNREADABLE',
  });
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

test('a step that cannot be built after others were booked is resolved by enquiry', async () => {
  let built = 0;
  const first = fakeRuntime('x', () => ok).adapter.operations['sale.submit'];
  const runtime = fakeRuntime(
    'a',
    (asked) => (asked.effect === 'write' ? { type: 'continue', progress: { row: 1 } } : ok),
    {
      submit: {
        buildRequest(input, context) {
          built += 1;
          if (built > 1 || first === undefined) throw new RequestError('ROW_INVALID', 'row 2');
          return first.buildRequest(input, context);
        },
      },
    },
  );
  const rig = await rigWith(runtime);
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  expect((await rig.reaches(id, 'unknown')).fault).toMatchObject({
    code: 'STEP_NOT_BUILT',
    nativeMessage: 'ROW_INVALID',
  });
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

test('while the directory lacks the institution nothing is sent; later it goes by itself', async () => {
  const runtime = fakeRuntime('a', () => ok);
  const rig = await rigWith(runtime);
  rig.missing.add('P1');
  const id = await rig.accept('S1', 'a');
  rig.dispatcher.start();
  await until(async () => (await rig.get(id)).reason === 'no entry');
  rig.missing.clear();
  rig.later(5 * minute);
  await rig.reaches(id, 'delivered');
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

test('probe tells what the platform, the directory or the configuration says', async () => {
  const rig = await rigWith(fakeRuntime('a', (asked) => (asked.operation === 'ping' ? ok : faulty('rejected'))));
  expect(await rig.dispatcher.probe('a', 'T', 'P1')).toMatchObject({ outcome: { type: 'ok' } });
  rig.missing.add('P2');
  expect(await rig.dispatcher.probe('a', 'T', 'P2')).toMatchObject({
    outcome: { fault: { code: 'SETTINGS_MISSING' } },
  });
  expect(await rig.dispatcher.probe('zzz', 'T', 'P1')).toMatchObject({ outcome: { fault: { code: 'LINK_UNKNOWN' } } });
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
