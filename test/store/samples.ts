import { randomBytes } from 'node:crypto';
import type { NewDelivery, NewEvent } from '../../gateway/store/contract.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';

/** A fixed moment, so that tests read well: 2026-03-02 10:00 in China. */
export const noon = Date.UTC(2026, 2, 2, 2);

let counter = 0;

/** A UUIDv7 of `epochMs`; later calls sort after earlier ones. */
export function newId(epochMs: number = noon): string {
  counter += 1;
  const time = epochMs.toString(16).padStart(12, '0');
  const order = counter.toString(16).padStart(8, '0');
  const random = randomBytes(5).toString('hex').slice(0, 7);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order.slice(0, 3)}-8${order.slice(3, 6)}-${order.slice(6)}${random}000`;
}

export interface SampleOptions {
  readonly tenant?: string;
  readonly institution?: string;
  readonly kind?: RecognisedEvent['kind'];
  readonly documentNo?: string;
  readonly fingerprint?: string;
  readonly codes?: ReadonlyArray<{ readonly value: string; readonly raw?: string }>;
  readonly links?: readonly string[];
  readonly delivery?: Partial<NewDelivery>;
  readonly at?: number;
}

/** A retail sale with one line, ready to accept. */
export function sample(options: SampleOptions = {}): NewEvent {
  const at = options.at ?? noon;
  const id = newId(at);
  const institution = options.institution ?? 'P43010200001';
  const documentNo = options.documentNo ?? `S${id.slice(-19)}`;
  const kind = options.kind ?? 'retail-sale';
  const codes = options.codes ?? [{ value: `8100000${id.replaceAll(/\D/g, '').slice(-13).padStart(13, '0')}` }];
  const event: RecognisedEvent = {
    kind,
    institution: { code: institution, name: '长沙市芙蓉区第一药房', region: '430102' },
    documentNo,
    occurredAt: new Date(at).toISOString(),
    lines: [
      {
        product: { localCode: 'A1', localName: '阿莫西林胶囊' },
        quantity: String(codes.length),
        unit: '盒',
        codes: codes.map(({ value, raw }) => ({ kind: 'drug-trace', value, raw: raw ?? value })),
      },
    ],
  };
  const links = options.links ?? ['nhsa-hunan'];
  return {
    event: {
      id,
      tenant: options.tenant ?? 'chain-a',
      institution,
      kind,
      documentNo,
      fingerprint: options.fingerprint ?? 'f'.repeat(64),
      occurredAt: at,
      acceptedAt: at,
      event,
      notes: ['routes: 1'],
    },
    codes: codes.map(({ value }) => ({ value, kind: 'drug-trace', line: 0 })),
    deliveries: links.map((link, index) => ({
      id: newId(at),
      link,
      operation: 'retail-sale.submit',
      primary: index === 0,
      part: { index: 0, count: 1 },
      lines: [0],
      state: 'queued',
      nextAt: at,
      ...options.delivery,
    })),
  };
}
