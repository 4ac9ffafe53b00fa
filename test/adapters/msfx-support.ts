import type {
  CallContext,
  DeliveryInput,
  NativeResponse,
  Operation,
  Outcome,
  Profile,
} from '../../adapters/contract/index.ts';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { RecognisedCode, RecognisedEvent } from '../../mappings/model/index.ts';

export const NOW = Date.parse('2026-11-22T16:30:00Z'); // 2026-11-23 00:30:00 in China
export const SECRET = 'demo-msfx-secret';

const loaded = (await loadProfiles()).get('msfx/retail');
if (loaded === undefined) throw new Error('profile msfx/retail is missing');
export const profile: Profile = loaded;

export function operation(id: string): Operation {
  const found = msfxAdapter.operations[id];
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

export function context(changes: Partial<CallContext> = {}): CallContext {
  return {
    institution: {
      code: 'PH-001',
      name: '演示药店',
      region: '430100',
      identity: { ref_ent_id: 'demo-ref-ent-001' },
      credentials: {},
    },
    settings: { appKey: '12345678', appSecret: SECRET },
    profile,
    now: NOW,
    randomHex: (bytes) => 'ab'.repeat(bytes),
    sequence: 1,
    ...changes,
  };
}

export function traceCode(value: string): RecognisedCode {
  return { kind: 'drug-trace', raw: value, value, prefix: value.slice(0, 7) };
}

export function codes(count: number, prefix = '8123456'): RecognisedCode[] {
  return Array.from({ length: count }, (_, index) => traceCode(prefix + String(index).padStart(13, '0')));
}

export function event(changes: Partial<RecognisedEvent> = {}): RecognisedEvent {
  return {
    kind: 'retail-sale',
    institution: { code: 'PH-001', region: '430100' },
    documentNo: 'XS20261122-0001',
    occurredAt: '2026-11-22T23:10:05+08:00',
    operator: { name: '张三' },
    lines: [{ product: { localCode: 'P1', localName: '阿莫西林胶囊' }, quantity: '2', codes: codes(2) }],
    ...changes,
  };
}

export function delivery(changes: Partial<DeliveryInput> = {}): DeliveryInput {
  const input: DeliveryInput = {
    deliveryId: 'd-1',
    event: event(),
    part: { index: 0, count: 1 },
    ids: { record: { bill_code: 'XS20261122-0001' }, items: [] },
    settledItems: [],
    firstSentAt: NOW - 60_000,
  };
  return { ...input, ...changes };
}

export function reply(body: unknown, status = 200, headers: Record<string, string> = {}): NativeResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: body instanceof Uint8Array ? body : new TextEncoder().encode(text) };
}

export function parse(
  id: string,
  response: NativeResponse,
  changes: Partial<CallContext> = {},
  input = delivery(),
): Outcome {
  return operation(id).parseResponse(response, context(changes), input);
}

/** The status list of billstatus in simplified form. */
export function statusList(...rows: object[]): object {
  return {
    result: { msg_code: 'SUCCESS', response_success: true, model: { total_num: rows.length, result_list: rows } },
    request_id: 'r1',
  };
}

export const row = (changes: object) => ({
  bill_code: 'XS20261122-0001',
  bill_type: '321',
  store_inout_seq_no: 'S1',
  ...changes,
});

export const fault = (outcome: Outcome) => (outcome.type === 'fault' ? outcome.fault : undefined);
