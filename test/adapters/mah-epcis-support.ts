import type {
  CallContext,
  DeliveryInput,
  NativeResponse,
  Operation,
  Outcome,
  Profile,
  RestRequest,
} from '../../adapters/contract/index.ts';
import { mahEpcisAdapter } from '../../adapters/mah-epcis/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import type { EventKind, RecognisedCode, RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';

const profiles = await loadProfiles();

function profileOf(id: string): Profile {
  const found = profiles.get(id);
  if (found === undefined) throw new Error(`profile ${id} is missing`);
  return found;
}

export const json = profileOf('mah-epcis/epcis-2.0');
export const xml = profileOf('mah-epcis/xml-1.2');
export const NOW = Date.parse('2026-11-22T16:30:00.123Z'); // 2026-11-23 00:30:00 in China
export const KEY = 'demo-epcis-key-1';

export const kinds: readonly EventKind[] = Object.values(mahEpcisAdapter.operations).flatMap(({ kind }) => kind ?? []);

/** A profile with other constants. */
export function dialect(changes: Record<string, string>, profile = json): Profile {
  return { ...profile, constants: { ...profile.constants, ...changes } };
}

export function operation(id: string): Operation {
  const found = mahEpcisAdapter.operations[id];
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

export const institution = {
  code: 'P43010000001',
  name: '演示药店',
  region: '430100',
  identity: {},
  credentials: { apiKey: KEY },
};
export const withGln = {
  ...institution,
  identity: { gln: '6901234000009', glnExtension: '12A', partyGln: '6901234000016' },
};

export const context = (changes: Partial<CallContext> = {}): CallContext => ({
  institution: withGln,
  settings: { companyPrefixes: ['6901234', '00000690'] },
  profile: json,
  now: NOW,
  randomHex: (bytes) => '0f'.repeat(bytes),
  sequence: 1,
  ...changes,
});

export const drugTrace = (value: string, more: Partial<RecognisedCode> = {}): RecognisedCode => ({
  kind: 'drug-trace',
  raw: value,
  value,
  ...more,
});
export const gs1 = (serial: string, more: Partial<RecognisedCode> = {}): RecognisedCode => ({
  kind: 'gs1',
  raw: `]d20106901234567892\u001d21${serial}`,
  value: `(01)06901234567892(21)${serial}`,
  ...more,
});
export const opaque = (value: string, more: Partial<RecognisedCode> = {}): RecognisedCode => ({
  kind: 'opaque',
  raw: value,
  value,
  ...more,
});

export const product = (changes = {}) => ({ localCode: 'P1', localName: '阿莫西林"胶囊" & 片', ...changes });
export const line = (...codes: readonly RecognisedCode[]): RecognisedLine => ({
  product: product(),
  quantity: String(codes.length),
  codes,
});

const PARENT = '84444560000000000001';

/** Only what the event schema requires, and one code. */
export const smallest = (kind: EventKind): RecognisedEvent => ({
  kind,
  institution: { code: institution.code, region: institution.region },
  documentNo: 'XS1',
  occurredAt: '2026-11-22T15:10:05Z',
  lines: [line(drugTrace('81234560000000000001', kind === 'pack' ? { parent: PARENT } : {}))],
});

/** Every member that says anything to EPCIS, every kind of code, uncoded lines with and without a class. */
export function fullest(kind: EventKind): RecognisedEvent {
  const parent = kind === 'pack' ? { parent: PARENT } : {};
  const sscc = kind === 'pack' ? { parent: '00069012340000000016' } : {};
  return {
    ...smallest(kind),
    institution: { code: institution.code, name: '演示药店', region: institution.region, role: 'pharmacy' },
    counterparty: { code: '6901234000023', name: '供应商', licenceNo: '湘AA7310001' },
    documentNo: 'XS/2026#1?&<%>"|1',
    occurredAt: '2026-02-28T23:59:59.999+08:00',
    operator: { code: '01', name: '张三' },
    reason: 'recall',
    original: { documentNo: 'XS-0', receipt: 'R-0' },
    settlement: { type: 'insured', id: '1', person: { certNo: '11010519491231002X', name: '李四' } },
    lines: [
      {
        ...line(gs1('A/1%&<"?>+', parent), drugTrace('81234560000000000002', parent)),
        product: product({ gtin: '6901234567892' }),
        lot: 'L/1',
        expiresOn: '2027-01-31',
        producedOn: '2025-01-31',
      },
      {
        ...line(opaque('本厂 码#7', parent), opaque('00069012340000000016', parent), gs1('B2', sscc)),
        unit: '盒',
        unitPrice: '1.23',
      },
      { product: product({ gtin: '06901234567892' }), lot: '批号 1', quantity: '-2.50', codes: [] },
      { product: product({ gtin: '69012341' }), quantity: '1234567890123456.123456', codes: [] },
      { product: product({ drugId: '8123456' }), quantity: '3', codes: [] },
      { product: product({ nhsaCode: 'XA01ABD075A002010100483' }), quantity: '0.5', split: true, codes: [] },
      { product: product(), quantity: '7', codes: [] },
      { product: product({ gtin: '06901234567892' }), quantity: '0', codes: [] },
    ],
  };
}

/** 1,000 lines with two codes each, in ten packs. */
export const largest = (kind: EventKind): RecognisedEvent => ({
  ...smallest(kind),
  lines: Array.from({ length: 1000 }, (_, n) => {
    const digits = String(n).padStart(6, '0');
    const parent = kind === 'pack' ? { parent: `8444456000000000000${n % 10}` } : {};
    return line(drugTrace(`81234560000000${digits}`, parent), gs1(`S${digits}`, parent));
  }),
});

/** A delivery with the ids that the adapter itself gives it. */
export function delivery(event: RecognisedEvent, changes: Partial<CallContext> = {}): DeliveryInput {
  const input: DeliveryInput = {
    deliveryId: 'd-1',
    event,
    part: { index: 0, count: 1 },
    ids: { record: {}, items: [] },
    settledItems: [],
  };
  const ids = operation(`${event.kind}.submit`).businessIds?.(input, context(changes));
  return { ...input, ids: ids ?? input.ids };
}

export function build(id: string, input: DeliveryInput | undefined, changes: Partial<CallContext> = {}): RestRequest {
  const request = operation(id).buildRequest(input, context(changes));
  if (request.protocol !== 'rest') throw new Error('not a REST request');
  return request;
}

/** The body of the capture of an event. */
export function documentOf(event: RecognisedEvent, changes: Partial<CallContext> = {}): string {
  return String(build(`${event.kind}.submit`, delivery(event, changes), changes).body);
}

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function reply({ status = 200, headers = {}, body = '' }: Answered): NativeResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: body instanceof Uint8Array ? body : new TextEncoder().encode(text) };
}

export function parse(
  id: string,
  answer: Answered,
  input: DeliveryInput = delivery(smallest('retail-sale')),
  changes: Partial<CallContext> = {},
): Outcome {
  return operation(id).parseResponse(reply(answer), context(changes), input);
}

export const problem = (exception: string, status: number): Answered => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { type: `epcisException:${exception}`, title: exception, status, detail: 'why' },
});

export const found = (...events: readonly object[]) => ({
  '@context': [],
  type: 'EPCISQueryDocument',
  epcisBody: { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: events } } },
});

/** The events of a delivery as a repository shows them. */
export function held(input: DeliveryInput): Array<Record<string, unknown>> {
  const { epcisBody } = JSON.parse(documentOf(input.event)) as {
    epcisBody: { eventList: Array<Record<string, unknown>> };
  };
  return epcisBody.eventList;
}

export type Event = Readonly<Record<string, unknown>>;

export const eventsOf = (event: RecognisedEvent, changes: Partial<CallContext> = {}): Event[] =>
  JSON.parse(documentOf(event, changes)).epcisBody.eventList;

export const eventOf = (event: RecognisedEvent, changes: Partial<CallContext> = {}): Event =>
  eventsOf(event, changes)[0] ?? {};

export const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};
