import type {
  CallContext,
  DeliveryInput,
  NativeResponse,
  Operation,
  Outcome,
  Profile,
  RestRequest,
} from '../../adapters/contract/index.ts';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';

const profiles = await loadProfiles();
export const hunan = profileOf('nhsa/430000-hunan');
export const national = profileOf('nhsa/national');

export const NOW = Date.parse('2026-07-01T15:59:30Z'); // 23:59:30 in China

export function operation(id: string): Operation {
  const found = nhsaAdapter.operations[id];
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

export function context(changes: Partial<CallContext> = {}): CallContext {
  return {
    institution: {
      code: 'STORE-1',
      name: '追溯通演示药店一',
      region: '430102',
      identity: {
        fixmedins_code: 'P43010000001',
        fixmedins_name: '追溯通演示药店一',
        opter: '001',
        opter_name: '王店员',
      },
      credentials: { ak: 'ak-demo-hn-001', sk: 'sk-demo-hn-001' },
    },
    settings: {},
    profile: hunan,
    now: NOW,
    randomHex: (bytes) => 'ab'.repeat(bytes),
    sequence: 7,
    session: { values: { sign_no: 'QD0001' }, expiresAt: NOW + 30_000 },
    ...changes,
  };
}

export function line(n: number): RecognisedLine {
  const value = `8385793${String(n).padStart(13, '0')}`;
  return {
    product: { localCode: `SP${n}`, localName: '演示感冒灵颗粒' },
    lot: 'L1',
    producedOn: '2026-01-15',
    quantity: '1',
    unitPrice: '15.80',
    codes: [{ kind: 'drug-trace', raw: value, value, prefix: '8385793' }],
  };
}

/** The same with the catalogue code that an insured sale needs. */
export function coded(n: number): RecognisedLine {
  const { product, ...rest } = line(n);
  return { ...rest, product: { ...product, nhsaCode: 'ZA09FAG0001010104493' } };
}

export function event(lines: number, changes: Partial<RecognisedEvent> = {}): RecognisedEvent {
  return {
    kind: 'retail-sale',
    institution: { code: 'STORE-1', region: '430102' },
    documentNo: 'XS1',
    occurredAt: '2026-07-01T10:00:00+08:00',
    operator: { name: '王店员' },
    lines: Array.from({ length: lines }, (_, n) => line(n)),
    settlement: { type: 'self-pay', person: { name: '参保人甲', certNo: '430102199003070011' } },
    ...changes,
  };
}

/** A delivery with the ids that dispatch stored for it. */
export function delivery(lines: number, changes: Partial<DeliveryInput> = {}): DeliveryInput {
  const bare = {
    deliveryId: '019f0000-0000-7000-8000-000000000001',
    event: event(lines),
    part: { index: 0, count: 1 },
    ids: { record: {}, items: [] },
    settledItems: [],
    ...changes,
  };
  const ids = operation('retail-sale.submit').businessIds?.(bare, context());
  if (ids === undefined) throw new Error('no ids');
  return { ...bare, ids };
}

export function batchNumbersOf(input: DeliveryInput): string[] {
  return input.ids.items.map(({ ids }) => ids.fixmedins_bchno ?? '');
}

export function built(id: string, input?: DeliveryInput, at: CallContext = context()): RestRequest {
  const request = operation(id).buildRequest(input, at);
  if (request.protocol !== 'rest') throw new Error('not a REST request');
  return request;
}

export function bodyOf(request: RestRequest): Record<string, unknown> {
  return JSON.parse(String(request.body));
}

export function response(body: unknown, status = 200): NativeResponse {
  const bytes =
    body instanceof Uint8Array
      ? body
      : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  return { status, headers: { 'content-type': 'application/json' }, body: bytes };
}

export function parsed(
  id: string,
  body: unknown,
  input?: DeliveryInput,
  at: CallContext = context(),
  status = 200,
): Outcome {
  return operation(id).parseResponse(response(body, status), at, input);
}

/** A successful envelope around an output. */
export function success(output: unknown, changes: object = {}): object {
  return {
    infcode: 0,
    inf_refmsgid: '430100202607012359300000000001',
    refmsg_time: '20260701235930000',
    err_msg: '',
    output,
    ...changes,
  };
}

function profileOf(id: string): Profile {
  const profile = profiles.get(id);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile;
}
