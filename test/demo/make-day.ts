import type { EventLine, TraceEvent } from '../../mappings/model/index.ts';
import { plots } from './suspicious.ts';
import { gs1Product, pharmacists, products, type Ware } from './wares.ts';

/** One posting of the day: the event as the till sends it, and what is special about it. */
export interface Posting {
  readonly note: DayNote;
  readonly event: TraceEvent;
}
export type DayNote =
  | 'sale'
  | 'return'
  | 'split'
  | 'multi-code'
  | 'imported'
  | 'duplicate'
  | 'code-sold-twice'
  | 'applied-unanswered'
  | 'suspicious'
  | 'invalid';

const institution = { code: 'P43010000001', name: '追溯通演示药店一', region: '430102', role: 'pharmacy' } as const;
const SALES = 312;
const RETURNS = 22;

/** Small deterministic generator (mulberry32), so that the day's file is the same wherever it is made. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** @returns a pharmacy's day: sales and returns in the order of the till, with the odd cases of a real one. */
export function makeDay(): Posting[] {
  const random = seeded(20260701);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let serial = 100_000_000;
  const nextCode = (ware: Ware): string => {
    serial += 1 + Math.floor(random() * 900);
    return `${ware.prefix}${serial}${String(Math.floor(random() * 10_000)).padStart(4, '0')}`;
  };
  const line = (ware: Ware, count: number): EventLine => ({
    product: ware.product,
    lot: ware.lot,
    producedOn: ware.producedOn,
    expiresOn: ware.expiresOn,
    quantity: String(count),
    unit: ware.unit,
    unitPrice: ware.price,
    split: false,
    prescriptionOnly: ware.prescriptionOnly,
    codes: Array.from({ length: count }, () => nextCode(ware)),
  });
  const clock = (index: number): string => {
    const minute = 8 * 60 + Math.floor((index * 12 * 60) / (SALES + RETURNS));
    const hh = String(Math.floor(minute / 60)).padStart(2, '0');
    return `2026-07-01T${hh}:${String(minute % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}+08:00`;
  };
  const sale = (index: number, lines: EventLine[]): TraceEvent => {
    const insured = random() < 0.6;
    const number = String(index + 1).padStart(4, '0');
    const pharmacist = pick(pharmacists);
    return {
      kind: 'retail-sale',
      institution,
      documentNo: `XS20260701${number}`,
      occurredAt: clock(index),
      operator: { code: '001', name: '王店员' },
      lines,
      settlement: insured
        ? {
            type: 'insured',
            id: `430100S2607010${number}`,
            visitNo: `430100M2607010${number}`,
            person: {
              no: `4301000000${number}`,
              certType: '01',
              certNo: `43010219800101${number}`,
              name: `参保人${number}`,
              region: '430100',
            },
          }
        : { type: 'self-pay', visitNo: `ZF20260701${number}` },
      prescription: {
        no: `CF20260701${number}`,
        circulating: false,
        doctor: { no: 'D430100000001', name: '李医师' },
        pharmacist,
      },
    };
  };

  const day: Posting[] = [];
  const sold: TraceEvent[] = [];
  for (let index = 0; index < SALES; index += 1) {
    const [note, lines] = special(index) ?? ['sale' as const, basket()];
    const event = sale(index, lines);
    day.push({ note, event });
    if (note === 'sale') sold.push(event);
    if (index === 40) day.push({ note: 'duplicate', event });
  }

  function basket(): EventLine[] {
    const wares = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(products));
    return [...new Set(wares)].map((ware) => line(ware, 1 + Math.floor(random() * 2)));
  }
  function special(index: number): [DayNote, EventLine[]] | undefined {
    const first = products[0] as Ware;
    if (index % 29 === 7) return ['split', [{ ...line(pick(products), 1), quantity: '0.5', split: true }]];
    if (index % 31 === 11) return ['multi-code', [line(pick(products), 6)]];
    if (index === 90) return ['imported', [gs1Product]];
    if (index === 150) return ['applied-unanswered', [line(first, 1)]];
    if (index === 200) {
      const stolen = sold[3]?.lines[0] as EventLine;
      return ['code-sold-twice', [{ ...stolen, quantity: '1', codes: stolen.codes?.slice(0, 1) ?? [] }]];
    }
    if (index === 250) return ['invalid', [{ ...line(first, 1), codes: ['6924561884074'] }]];
    return undefined;
  }

  for (let index = 0; index < RETURNS; index += 1) {
    const original = sold[20 + index * 11] as TraceEvent;
    const returned = original.lines[0] as EventLine;
    day.push({
      note: 'return',
      event: {
        kind: 'retail-return',
        institution,
        documentNo: `TH20260701${String(index + 1).padStart(4, '0')}`,
        occurredAt: clock(SALES + index),
        operator: { code: '002', name: '赵店长' },
        lines: [returned],
        ...(original.settlement && { settlement: original.settlement }),
        original: { documentNo: original.documentNo },
      },
    });
  }
  for (const { events } of plots()) for (const event of events) day.push({ note: 'suspicious', event });
  return day;
}

/** What the ledger must find in the day, as `class code`: the plots, and the pack that the day itself sells twice. */
export function expectedFindings(day: readonly Posting[]): readonly string[] {
  const twice = day.find(({ note }) => note === 'code-sold-twice')?.event.lines[0]?.codes?.[0];
  const planted = plots().flatMap(({ code, finds }) => finds.map((found) => `${found} ${code}`));
  return [`sold-twice ${String(twice)}`, ...planted].sort();
}

/** @returns the file of the day, one posting per line. */
export async function generateDay(): Promise<Map<string, string>> {
  return new Map([
    [
      'test/demo/day.ndjson',
      `${makeDay()
        .map((posting) => JSON.stringify(posting))
        .join('\n')}\n`,
    ],
  ]);
}
