import type {
  CallContext,
  DeliveryInput,
  NativeResponse,
  Operation,
  Outcome,
  Profile,
  RestRequest,
} from '../../adapters/contract/index.ts';
import { mahRestAdapter } from '../../adapters/mah-rest/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { RecognisedCode, RecognisedLine } from '../../mappings/model/index.ts';

const loaded = (await loadProfiles()).get('mah-rest/demo');
if (loaded === undefined) throw new Error('profile mah-rest/demo is missing');
export const profile: Profile = loaded;

export const NOW = Date.parse('2026-11-22T16:30:00.123Z'); // 2026-11-23 00:30:00 in China
export const SECRET = 'demo-mah-rest-secret-1';

/** The demo profile with other constants; undefined takes one away. */
export function dialect(changes: Record<string, string | undefined>): Profile {
  const merged = Object.entries({ ...profile.constants, ...changes });
  const constants = Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { ...profile, constants };
}

export function operation(id: string): Operation {
  const found = mahRestAdapter.operations[id];
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

export const context = (changes: Partial<CallContext> = {}): CallContext => ({
  institution: {
    code: 'PH-001',
    name: '演示药店',
    region: '430100',
    identity: { partnerCode: 'demo-pharmacy-001' },
    credentials: { appKey: 'demo-app-001', appSecret: SECRET },
  },
  settings: {},
  profile,
  now: NOW,
  randomHex: (bytes) => '0f'.repeat(bytes),
  sequence: 1,
  ...changes,
});

const drugTrace: RecognisedCode = { kind: 'drug-trace', raw: '81234560000000000001', value: '81234560000000000001' };
const gs1: RecognisedCode = { kind: 'gs1', raw: ']d20106901234567892', value: '(01)06901234567892(21)A1' };
export const product = (changes = {}) => ({ localCode: 'P1', localName: '阿莫西林"胶囊" & 片', ...changes });

export const line = (value: string): RecognisedLine => ({
  product: product(),
  quantity: '1',
  codes: [{ kind: 'drug-trace', raw: value, value }],
});

/** Three lines, the second without a code. */
export const delivery = (changes: Partial<DeliveryInput> = {}): DeliveryInput => ({
  deliveryId: 'd-1',
  event: {
    kind: 'retail-sale',
    institution: { code: 'PH-001', region: '430100' },
    documentNo: 'XS1',
    occurredAt: '2026-11-22T15:10:05Z',
    lines: [
      { product: product({ gtin: '06901234567892' }), quantity: '1', lot: 'L1', expiresOn: '2027-01-31', codes: [gs1] },
      { product: product(), quantity: '1', codes: [] },
      { product: product({ drugId: 'D2' }), quantity: '0.5', codes: [drugTrace] },
    ],
  },
  part: { index: 0, count: 1 },
  ids: {
    record: { documentNo: 'XS1', documentType: 'SALE' },
    items: [
      { key: 'line-1', ids: { lineNo: '1' } },
      { key: 'line-3', ids: { lineNo: '3' } },
    ],
  },
  settledItems: [],
  ...changes,
});

/** A delivery with the ids that the adapter itself gives it. */
export function report(
  documentNo: string,
  lines: readonly RecognisedLine[],
  kind: 'retail-sale' | 'retail-return' = 'retail-sale',
): DeliveryInput {
  const input = delivery({
    event: { ...delivery().event, kind, documentNo, lines: [...lines] },
    ids: { record: {}, items: [] },
  });
  const ids = operation(`${kind}.submit`).businessIds?.(input, context());
  return ids === undefined ? input : { ...input, ids };
}

export function build(id: string, input: DeliveryInput | undefined, changes: Partial<CallContext> = {}): RestRequest {
  const request = operation(id).buildRequest(input, context(changes));
  if (request.protocol !== 'rest') throw new Error('not a REST request');
  return request;
}

export function reply(body: unknown, status = 200): NativeResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: {}, body: body instanceof Uint8Array ? body : new TextEncoder().encode(text) };
}

export function parse(id: string, body: unknown, changes: Partial<CallContext> = {}, status = 200): Outcome {
  return operation(id).parseResponse(reply(body, status), context(changes), delivery());
}
