import { expect, test } from '@jest/globals';
import { type Operation, SetupError } from '../../adapters/contract/index.ts';
import { type Answer, fakeRuntime } from './fake-platform.ts';
import { until } from './manual-clock.ts';
import { ok, rigWith } from './running-rig.ts';
import { faulty, minute } from './situation.ts';

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

test('probe tells what the platform, the directory or the configuration says', async () => {
  const rig = await rigWith(fakeRuntime('a', (asked) => (asked.operation === 'ping' ? ok : faulty('rejected'))));
  expect(await rig.dispatcher.probe('a', 'T', 'P1')).toMatchObject({ outcome: { type: 'ok' } });
  rig.missing.add('P2');
  expect(await rig.dispatcher.probe('a', 'T', 'P2')).toMatchObject({
    outcome: { fault: { code: 'SETTINGS_MISSING' } },
  });
  expect(await rig.dispatcher.probe('zzz', 'T', 'P1')).toMatchObject({ outcome: { fault: { code: 'LINK_UNKNOWN' } } });
});
