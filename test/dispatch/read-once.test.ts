import { expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { createReadResults } from '../../gateway/dispatch/read-results.ts';
import { fakeRuntime } from './fake-platform.ts';
import { createRig } from './rig.ts';

async function read(answers: readonly Outcome[], operation = 'ping') {
  let at = 0;
  const runtime = fakeRuntime('a', () => answers[at++] ?? answers.at(-1) ?? { type: 'ok' });
  const rig = await createRig(runtime);
  const dispatcher = rig.newDispatcher();
  try {
    return { ...(await dispatcher.read('a', { tenant: 'T', institution: 'P1', operation })), asked: at };
  } finally {
    await rig.close();
  }
}

test('the steps of a read come back as one', async () => {
  const { outcome } = await read([
    { type: 'continue', progress: { page: 2 }, items: [{ key: 'a', ok: true }], answer: { rows: [1], total: 3 } },
    { type: 'ok', items: [{ key: 'b', ok: true }], answer: { rows: [2, 3], total: 3 } },
  ]);
  expect(outcome).toEqual({
    type: 'ok',
    items: [
      { key: 'a', ok: true },
      { key: 'b', ok: true },
    ],
    answer: { rows: [1, 2, 3], total: 3 },
  });
});

test('a list without end is cut, and says so', async () => {
  const { outcome, asked } = await read([{ type: 'continue', progress: { page: 2 }, answer: { rows: [1] } }]);
  expect(outcome).toMatchObject({ type: 'ok', answer: { cut: true } });
  expect(asked).toBe(20);
});

test('a fault on the way is the outcome', async () => {
  const fault = { category: 'unavailable', code: 'X' } as const;
  const { outcome } = await read([
    { type: 'continue', progress: {} },
    { type: 'fault', fault },
  ]);
  expect(outcome).toMatchObject({ type: 'fault', fault });
});

test.each([
  ['one that has ended is renewed once', 'old', { type: 'ok' }, ['sign-in', 'ping', 'sign-in', 'ping']],
  ['one that is refused again is left', '', { type: 'fault' }, ['sign-in', 'ping', 'sign-in', 'ping']],
] as const)('a refused session: %s', async (_name, refused, expected, asked) => {
  const tokens = ['old', 'new'];
  const runtime = fakeRuntime(
    'a',
    ({ operation, body }): Outcome => {
      if (operation === 'sign-in') {
        return { type: 'ok', session: { values: { token: tokens.shift() ?? '' }, expiresAt: Number.MAX_SAFE_INTEGER } };
      }
      if (refused !== '' && body.session !== refused) return { type: 'ok' };
      return { type: 'fault', fault: { category: 'auth', code: 'ENDED' } };
    },
    { login: true },
  );
  const rig = await createRig(runtime);
  try {
    const question = { tenant: 'T', institution: 'P1', operation: 'ping' };
    expect((await rig.newDispatcher().read('a', question)).outcome).toMatchObject(expected);
    expect(runtime.link.asked.map(({ operation }) => operation)).toEqual(asked);
  } finally {
    await rig.close();
  }
});

test('a list longer than a call takes arguments is joined', () => {
  const results = createReadResults();
  const codes = Array.from({ length: 300_000 }, (_, no) => ({ code: String(no), verdict: 'accepted' }) as const);
  results.add({ type: 'ok', codes });
  expect(results.joined({ type: 'ok' })).toMatchObject({ codes: { length: 300_000 } });
});

test('only reads are run', async () => {
  expect(await read([{ type: 'ok' }], 'sale.submit')).toMatchObject({
    outcome: { fault: { code: 'NO_SUCH_READ' } },
    asked: 0,
  });
  expect(await read([{ type: 'ok' }], 'none')).toMatchObject({
    outcome: { fault: { code: 'NO_SUCH_READ' } },
    asked: 0,
  });
});

test('nothing found stays nothing found', () => {
  const results = createReadResults();
  results.add({ type: 'not-found' });
  expect(results.joined({ type: 'not-found' })).toEqual({ type: 'not-found' });
});
