import { expect, test } from '@jest/globals';
import { RequestError } from '../../adapters/contract/index.ts';
import { MappingError } from '../../mappings/engine/index.ts';
import { fakeRuntime } from './fake-platform.ts';
import { until } from './manual-clock.ts';
import { ok, rigWith } from './running-rig.ts';
import { minute } from './situation.ts';

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
