import { afterEach, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, NativeRequest, Operation } from '../../adapters/contract/index.ts';
import { createIntake, createUuidv7 } from '../../gateway/intake/index.ts';
import type { LinkRuntime } from '../../gateway/link/index.ts';
import { compileSources, readProfile } from '../../mappings/engine/index.ts';
import { compilePolicy } from '../../mappings/policy/index.ts';
import { type Asked, fakeRuntime } from '../dispatch/fake-platform.ts';
import { until } from '../dispatch/manual-clock.ts';
import { createRig, recordingLogger, silentMetrics } from '../dispatch/rig.ts';
import { line, route, sale } from '../intake/event.ts';

/** A region whose platform changes on New Year's Day: another name, fewer rows at a time, repeats no longer recognised. */
const texts = {
  'mappings/fake/region.yaml': `
id: fake/region
title: Region
source: interface document V1
support: documented
constants: { shape: batch }
limits: { sale.submit: { maxItems: 2 } }
resend: { sale.submit: keyed }
operations:
  sale.submit: { items: { node: rows, each: lines }, fields: { no: { from: documentNo, required: true } } }
  sale.query: { fields: { shape: { from: constants.shape } } }`,
  'mappings/fake/region@2026-01-01.yaml': `
id: fake/region
title: Region
source: interface document V2
support: documented
effectiveFrom: 2026-01-01
constants: { shape: rows }
limits: { sale.submit: { maxItems: 1 } }
resend: { sale.submit: unsafe }
operations:
  sale.submit: { items: { node: ROWS, each: lines }, fields: { DOC_NO: { from: documentNo, required: true } } }
  sale.query: { fields: { shape: { from: constants.shape } } }`,
};

type Message = Asked['body'] & { readonly message: unknown; readonly shape: string };

/** Everything an adapter reads of a profile goes into what it sends. */
function buildRequest(operation: string) {
  return (input: DeliveryInput | undefined, { profile, institution }: CallContext): NativeRequest => {
    const event = input === undefined ? {} : { event: input.event };
    const message = profile.map(operation, { institution, ids: {}, call: {}, ...event });
    const body = JSON.stringify({ message, shape: profile.constants.shape });
    return { protocol: 'rest', method: 'POST', path: '', headers: {}, body };
  };
}

function runtimeOf(asked: Array<{ operation: string; message: unknown; shape: string }>): LinkRuntime {
  const sources = Object.entries(texts).map(([file, text]) => readProfile(text, file));
  const profile = compileSources(sources, () => ({ functions: {}, exampleDir: '' })).get('fake/region');
  if (profile === undefined) throw new Error('not compiled');
  let unclear = true;
  const runtime = fakeRuntime('a', ({ operation, body }) => {
    const { message, shape } = body as Message;
    asked.push({ operation, message, shape });
    const isFirst = unclear;
    unclear = false;
    return isFirst ? { type: 'fault', fault: { category: 'unknown-outcome', code: 'LOST' } } : { type: 'ok' };
  });
  const operations = Object.entries(runtime.adapter.operations).map(([id, operation]): [string, Operation] => [
    id,
    { ...operation, buildRequest: buildRequest(id) },
  ]);
  return { ...runtime, profile, adapter: { ...runtime.adapter, operations: Object.fromEntries(operations) } };
}

const cleanup: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const step of cleanup.reverse()) await step();
});

test('an event is split, sent and asked for by the version in force when it occurred in China', async () => {
  const asked: Array<{ operation: string; message: unknown; shape: string }> = [];
  const runtime = runtimeOf(asked);
  const rig = await createRig(runtime);
  cleanup.push(rig.close);
  const intake = createIntake({
    store: rig.store,
    links: new Map([['a', runtime]]),
    hub: { routes: [route('a')] },
    directory: {
      get: () => Promise.resolve(undefined),
      context: (_tenant, code) =>
        Promise.resolve({ code, name: code, region: '430102', identity: {}, credentials: {} }),
    },
    catalogue: undefined,
    policy: compilePolicy([]),
    clock: rig.clock,
    newId: createUuidv7(rig.clock.now),
    metrics: silentMetrics,
    logger: recordingLogger(),
    onAccepted: () => {},
  });
  const submit = async (documentNo: string, occurredAt: string): Promise<string[]> => {
    const result = await intake.submit('T', sale({ documentNo, occurredAt, lines: [line(), line({ codes: [] })] }));
    if (result.type !== 'accepted') throw new Error(JSON.stringify(result));
    return result.event.deliveries.map(({ id }) => id);
  };
  // The last second of the old year, and the first of the new one: in China, where UTC is still in the old year.
  const old = await submit('OLD', '2025-12-31T15:59:59Z');
  const young = await submit('NEW', '2025-12-31T16:00:00Z');
  expect([old.length, young.length]).toEqual([1, 2]);

  const dispatcher = rig.newDispatcher();
  cleanup.push(() => rig.stop(dispatcher));
  dispatcher.start();
  await until(async () => {
    rig.clock.advance(1_000);
    dispatcher.wake();
    const states = await Promise.all([...old, ...young].map(async (id) => (await rig.get(id)).state));
    return states.every((state) => state === 'delivered');
  });
  const row = { no: 'OLD' };
  expect(asked.filter(({ shape }) => shape === 'batch')).toEqual([
    { operation: 'sale.submit', shape: 'batch', message: { rows: [row, row] } },
    { operation: 'sale.query', shape: 'batch', message: { shape: 'batch' } },
  ]);
  expect(asked.filter(({ shape }) => shape === 'rows')).toEqual([
    { operation: 'sale.submit', shape: 'rows', message: { ROWS: [{ DOC_NO: 'NEW' }] } },
    { operation: 'sale.submit', shape: 'rows', message: { ROWS: [{ DOC_NO: 'NEW' }] } },
  ]);
});
