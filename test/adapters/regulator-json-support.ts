import { createHash } from 'node:crypto';
import type {
  CallContext,
  DeliveryInput,
  NativeResponse,
  Operation,
  Outcome,
  Profile,
  RestRequest,
} from '../../adapters/contract/index.ts';
import { regulatorJsonAdapter } from '../../adapters/regulator-json/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { RecognisedCode, RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';

const profiles = await loadProfiles();

function profileOf(id: string): Profile {
  const found = profiles.get(id);
  if (found === undefined) throw new Error(`profile ${id} is missing`);
  return found;
}

export const shanxi = profileOf('regulator-json/shanxi');
export const demo = profileOf('regulator-json/demo');
/** The 协同平台 envelope, with the simulator's codes. */
export const xtpt: Profile = { ...profileOf('regulator-json/xtpt'), faults: demo.faults };

/** The same with an XML file in the archive. */
export const xtptXml = profileOf('regulator-json/xtpt-xml');

/** A profile with other constants; undefined takes one away. */
export function dialect(profile: Profile, changes: Record<string, string | undefined>): Profile {
  const merged = Object.entries({ ...profile.constants, ...changes });
  const constants = Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { ...profile, constants };
}

export const NOW = Date.parse('2026-11-22T16:30:00.123Z'); // 2026-11-23 00:30:00 in China
export const SECRET = 'demo-regulator-secret-1';
export const SUBMIT = 'retail-sale.submit';
export const EVENT_ID = '11111111-2222-5333-8444-555555555555';
export const PROCESS_ID = '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f';

export function operation(id: string): Operation {
  const found = regulatorJsonAdapter.operations[id];
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

export const context = (changes: Partial<CallContext> = {}): CallContext => ({
  institution: {
    code: 'PH-001',
    name: '演示药店',
    region: '140105',
    identity: { uscId: '91140100DEMK000001', appId: 'demo-xt-001' },
    credentials: { secret: SECRET },
  },
  settings: {},
  profile: demo,
  now: NOW,
  randomHex: (bytes) => '0f'.repeat(bytes),
  sequence: 1,
  ...changes,
});

const code = (value: string): RecognisedCode => ({ kind: 'drug-trace', raw: value, value });

export const line = (value: string): RecognisedLine => ({
  product: { localCode: 'P1', localName: '阿莫西林"胶囊" & 片' },
  quantity: '1',
  codes: [code(value)],
});

export const event = (changes: Partial<RecognisedEvent> = {}): RecognisedEvent => ({
  kind: 'retail-sale',
  institution: { code: 'PH-001', region: '140105' },
  documentNo: 'XS1',
  occurredAt: '2026-11-22T15:10:05Z',
  settlement: { type: 'insured', person: { name: '张三', certNo: '11010519491231002X' } },
  lines: [
    { ...line('81234560000000000001'), lot: 'L1', expiresOn: '2027-01-31', unit: '盒' },
    { product: { localCode: 'P2', localName: '无码' }, quantity: '1', codes: [] },
  ],
  ...changes,
});

export const delivery = (changes: Partial<DeliveryInput> = {}): DeliveryInput => ({
  deliveryId: 'd-1',
  event: event(),
  part: { index: 0, count: 1 },
  ids: { record: { eventId: EVENT_ID }, items: [] },
  settledItems: [],
  ...changes,
});

/** A delivery with the ids that the adapter itself gives it. */
export function report(
  changes: Partial<RecognisedEvent>,
  part = { index: 0, count: 1 },
  ctx = context(),
): DeliveryInput {
  const input = delivery({ event: event(changes), part, ids: { record: {}, items: [] } });
  const ids = operation(`${input.event.kind}.submit`).businessIds?.(input, ctx);
  return ids === undefined ? input : { ...input, ids };
}

export function build(id: string, input: DeliveryInput | undefined, changes: Partial<CallContext> = {}): RestRequest {
  const request = operation(id).buildRequest(input, context(changes));
  if (request.protocol !== 'rest') throw new Error('not a REST request');
  return request;
}

export const sm3 = (text: string) => createHash('sm3').update(text, 'utf8').digest('hex');

interface Answer {
  readonly eventID?: unknown;
  readonly code?: unknown;
  readonly message?: string;
  readonly receiptNo?: string;
  readonly state?: unknown;
}

/** A reply in 山西's form with its digest right. */
export function signed(answer: Answer, secret = SECRET): Record<string, unknown> {
  const body = { eventID: EVENT_ID, message: '', ...answer };
  const base = `${body.eventID}${body.code ?? ''}${body.message}${body.receiptNo ?? ''}${secret}`;
  return { ...body, digest: sm3(base) };
}

export function reply(body: unknown, status = 200, headers: Record<string, string> = {}): NativeResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: body instanceof Uint8Array ? body : new TextEncoder().encode(text) };
}

export function parse(id: string, body: unknown, changes: Partial<CallContext> = {}, status = 200): Outcome {
  return operation(id).parseResponse(reply(body, status), context(changes), delivery());
}

/** Likewise for the 协同平台 envelope, the digest in the header. */
export function parseXtpt(id: string, body: unknown, digest?: string): Outcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'x-digest': digest ?? sm3(text + SECRET) };
  return operation(id).parseResponse(reply(body, 200, headers), context({ profile: xtpt }), delivery());
}
