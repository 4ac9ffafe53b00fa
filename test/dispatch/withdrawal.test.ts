import { afterEach, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { createUuidv7 } from '../../gateway/intake/index.ts';
import type { DeliveryState } from '../../gateway/store/contract.ts';
import { type Answer, fakeRuntime, type PlatformOptions } from './fake-platform.ts';
import { until } from './manual-clock.ts';
import { createRig } from './rig.ts';
import { faulty, minute, now } from './situation.ts';

let cleanup: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const step of cleanup.reverse()) await step();
  cleanup = [];
});

const newId = createUuidv7(() => now);

/** A link that takes sales back, with one sale delivered on it. */
async function delivered(answer: Answer, withdraw: PlatformOptions['withdraw'] = true) {
  const runtime = fakeRuntime('a', answer, { withdraw });
  const rig = await createRig(runtime);
  cleanup.push(rig.close);
  const dispatcher = rig.newDispatcher();
  cleanup.push(() => rig.stop(dispatcher));
  const reaches = async (id: string, state: DeliveryState) => {
    await until(async () => (await rig.get(id)).state === state);
    return rig.get(id);
  };
  const sale = await rig.accept('S1', 'a');
  dispatcher.start();
  const original = await reaches(sale, 'delivered');
  const id = newId();
  const order = { id, operation: 'sale.withdraw', reason: 'mistake', actor: 'ops', now: rig.clock.now() };
  expect(await rig.store.withdraw(original, order)).toBe(true);
  dispatcher.wake();
  const later = (ms: number) => {
    rig.clock.advance(ms);
    dispatcher.wake();
  };
  return { ...rig, runtime, original, id, reaches, later };
}

test('a withdrawal goes out under the ids of what it takes back, without the rows that never stood there', async () => {
  const ok: Outcome = { type: 'ok' };
  const partial: Outcome = {
    ...ok,
    receipt: 'R-9',
    items: [
      { key: 'line-0', ok: true },
      { key: 'line-1', ok: false },
    ],
  };
  const { runtime, original, id, reaches } = await delivered(({ operation }) =>
    operation === 'sale.submit' ? partial : ok,
  );
  const done = await reaches(id, 'delivered');
  expect(done.withdrawal).toMatchObject({ of: original.id });
  expect(runtime.link.asked.map(({ operation, body }) => [operation, body.key, body.settled, body.receipt])).toEqual([
    ['sale.submit', `B-${original.id}`, [], undefined],
    ['sale.withdraw', `B-${original.id}`, ['line-1'], 'R-9'],
  ]);
});

test('a withdrawal whose fate is unknown is asked for, never sent again blindly', async () => {
  const { runtime, id, reaches, later } = await delivered(({ operation }) => {
    if (operation === 'sale.submit') return { type: 'ok' };
    return operation === 'sale.withdraw' ? faulty('unknown-outcome') : { type: 'ok' };
  });
  await reaches(id, 'unknown');
  later(minute);
  await reaches(id, 'delivered');
  expect(runtime.link.asked.map(({ operation }) => operation)).toEqual(['sale.submit', 'sale.withdraw', 'sale.query']);
});

test('a withdrawal whose fate is unknown and may not be asked on the link is left to a person', async () => {
  const checkHint = { zh: '请核对', en: 'is it gone?' };
  const { runtime, id, reaches, later } = await delivered(
    ({ operation }) => (operation === 'sale.submit' ? { type: 'ok' } : faulty('unknown-outcome')),
    { resend: 'keyed', asksFate: ({ settings }) => settings.mayAsk === true, checkHint },
  );
  await reaches(id, 'unknown');
  later(minute);
  expect(await reaches(id, 'parked')).toMatchObject({ reason: expect.stringContaining(checkHint.en) });
  expect(runtime.link.asked.map(({ operation }) => operation)).toEqual(['sale.submit', 'sale.withdraw']);
});

test('a part that carries a piece of a line goes out with those codes only', async () => {
  const runtime = fakeRuntime('a', () => ({ type: 'ok' }));
  const rig = await createRig(runtime);
  cleanup.push(rig.close);
  const dispatcher = rig.newDispatcher();
  cleanup.push(() => rig.stop(dispatcher));
  const codes = ['C0', 'C1', 'C2', 'C3'];
  const id = await rig.accept('S1', 'a', { codes, slices: [{ line: 0, from: 1, to: 3 }] });
  dispatcher.start();
  await until(async () => (await rig.get(id)).state === 'delivered');
  expect(runtime.link.asked.map(({ body }) => body.codes)).toEqual([['C1', 'C2']]);
});
