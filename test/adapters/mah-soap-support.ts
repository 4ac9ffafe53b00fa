import type {
  CallContext,
  DeliveryInput,
  Operation,
  Outcome,
  Profile,
  SoapRequest,
} from '../../adapters/contract/index.ts';
import { mahSoapAdapter } from '../../adapters/mah-soap/index.ts';
import type { Transport } from '../../gateway/link/transports/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { RecognisedCode, RecognisedLine } from '../../mappings/model/index.ts';

const loaded = (await loadProfiles()).get('mah-soap/demo');
if (loaded === undefined) throw new Error('profile mah-soap/demo is missing');
const profile: Profile = loaded;

export const NOW = Date.parse('2026-11-22T16:30:00.123Z');

export function operation(id: string): Operation {
  const found = mahSoapAdapter.operations[id];
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

export const context = (changes: Partial<CallContext> = {}): CallContext => ({
  institution: {
    code: 'PH-001',
    name: '演示药店',
    region: '430100',
    identity: { partnerCode: 'demo-pharmacy-001' },
    credentials: { username: 'pos-001', password: 'demo-mah-secret-1' },
  },
  settings: {},
  profile,
  now: Date.now(),
  randomHex: (bytes) => '0f'.repeat(bytes),
  sequence: 1,
  ...changes,
});

const drugTrace: RecognisedCode = { kind: 'drug-trace', raw: '81234560000000000001', value: '81234560000000000001' };
const gs1: RecognisedCode = { kind: 'gs1', raw: ']d20106901234567892', value: '(01)06901234567892(21)A1' };
export const product = (changes = {}) => ({ localCode: 'P1', localName: '阿莫西林<胶囊> & 片', ...changes });

export const delivery = (changes: Partial<DeliveryInput> = {}): DeliveryInput => ({
  deliveryId: 'd-1',
  event: {
    kind: 'retail-sale',
    institution: { code: 'PH-001', region: '430100' },
    documentNo: 'XS1',
    occurredAt: '2026-11-22T15:10:05Z',
    lines: [
      {
        product: product({ gtin: '06901234567892', drugId: 'D1' }),
        quantity: '1',
        lot: 'L1',
        expiresOn: '2027-01-31',
        codes: [gs1],
      },
      { product: product(), quantity: '1', codes: [] },
      { product: product({ drugId: 'D2' }), quantity: '0.5', codes: [drugTrace] },
    ],
  },
  part: { index: 0, count: 1 },
  ids: { record: { documentNo: 'XS1', documentType: 'SALE' }, items: [] },
  settledItems: [],
  ...changes,
});

export const line = (value: string): RecognisedLine => ({
  product: product(),
  quantity: '1',
  codes: [{ kind: 'drug-trace', raw: value, value }],
});

let calls = 0;

/** The same moment at every call. */
export const frozenContext = (changes: Partial<CallContext> = {}) => context({ now: NOW, ...changes });

export function build(id: string, input: DeliveryInput | undefined, changes: Partial<CallContext> = {}): SoapRequest {
  const request = operation(id).buildRequest(input, frozenContext(changes));
  if (request.protocol !== 'soap') throw new Error('not a SOAP request');
  return request;
}

/** One request over a real socket, with a nonce and messageId of its own. */
export async function call(
  transport: Transport,
  id: string,
  input: DeliveryInput,
  changes: Partial<CallContext>,
): Promise<Outcome> {
  calls += 1;
  const unique = calls.toString(16).padStart(4, '0');
  const ctx = context({ randomHex: (bytes) => unique.repeat(bytes).slice(0, bytes * 2), ...changes });
  const reply = await transport.send(operation(id).buildRequest(input, ctx), AbortSignal.timeout(5000)).reply;
  if (reply.type === 'failure') throw new Error(reply.failure.code);
  return operation(id).parseResponse(reply.response, ctx, input);
}
