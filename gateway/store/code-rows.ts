// Not by way of the room's index: each thread of the embedded store would compile the schema of profiles at its start.
import { chinaDay } from '../../mappings/engine/china-time.ts';
import type { RecognisedCode, RecognisedLine } from '../../mappings/model/index.ts';
import type { EventPacks, MovementFacts } from '../ledger/contract.ts';
import type { NewEvent } from './contract.ts';

/**
 * One entry of the code look-up: `raw` 1 is the text as scanned, stored only where it differs from the normal form. The columns after
 * `kind` make the entry of a single pack a movement (gateway/ledger/contract.ts); they are null of raw texts and of codes that whole batches share.
 */
export interface CodeRow {
  readonly value: string;
  readonly line: number;
  readonly raw: 0 | 1;
  readonly kind: string;
  readonly tenant: string | null;
  readonly movement: string | null;
  readonly region: string | null;
  readonly occurred_at: number | null;
  readonly facts: string | null;
}

const noMovement = { tenant: null, movement: null, region: null, occurred_at: null, facts: null } as const;

/**
 * @returns the look-up entries of an event, without repeats, in key order: neighbours in the index are written together
 * (sorted inserts are what makes the code index cheap; measured in docs/decisions/0010-sqlite-store.md).
 */
export function codeRows(item: NewEvent): CodeRow[] {
  const rows = new Map<string, CodeRow>();
  const add = (row: CodeRow) => rows.set(`${row.value}\n${row.line}\n${row.raw}`, row);
  for (const code of item.codes) {
    add({ value: storable(code.value), line: code.line, raw: 0, kind: code.kind, ...noMovement });
  }
  const { tenant, kind: movement, occurredAt, event } = item.event;
  const { region } = event.institution;
  const day = chinaDay(event.occurredAt);
  event.lines.forEach((line, index) => {
    for (const code of line.codes) {
      const { kind } = code;
      if (code.raw !== code.value) add({ value: storable(code.raw), line: index, raw: 1, kind, ...noMovement });
      const value = storable(code.value);
      if (code.identifies !== undefined || !rows.has(`${value}\n${index}\n0`)) continue;
      const facts = factsText(factsOf(item.event.event, line, code, day));
      add({ value, line: index, raw: 0, kind, tenant, movement, region, occurred_at: occurredAt, facts });
    }
  });
  return [...rows.values()].sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.line - b.line));
}

/** @returns the packs among the entries. */
export function packsOf(rows: readonly CodeRow[]): string[] {
  return [...new Set(rows.flatMap(({ value, movement }) => (movement === null ? [] : [value])))];
}

function factsOf(
  { reason }: NewEvent['event']['event'],
  { split, codes, quantity, unit, expiresOn, product, packContent }: RecognisedLine,
  code: RecognisedCode,
  day: string,
): MovementFacts {
  const expiry = code.expiresOn ?? expiresOn;
  // The quantity of a line with several packs says nothing of each.
  const ownQuantity = split && codes.length === 1 ? { quantity, ...(unit === undefined ? {} : { unit }) } : {};
  // Both speak of the smallest pack; out of a larger one more may lawfully come.
  const tellsOf = split && (code.packLevel ?? 'small') === 'small';
  const content = tellsOf ? contentOf(packContent, product.spec, unit) : undefined;
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(split ? { split } : {}),
    ...ownQuantity,
    ...(content === undefined ? {} : { content }),
    ...(expiry === undefined ? {} : { expiresOn: expiry, ...(expiry < day ? { expired: true as const } : {}) }),
  };
}

/** `0.25g*24粒`, `10mg×7片×2板`, `5ml:50mg×10支/盒`: numbers after a multiplication sign, each with the unit it counts. */
const counted = /[*×xX✕]\s*(\d{1,5})\s*(\p{Script=Han}{1,2}|s\b|T\b)/gu;

/**
 * @param packContent as the catalogue says it, in this unit; it goes before the text
 * @param unit in which pieces are sold; nothing is guessed about one that neither names
 * @returns how many of them a full pack holds, where the catalogue or the specification says so without doubt.
 */
function contentOf(
  packContent: string | undefined,
  spec: string | undefined,
  unit: string | undefined,
): number | undefined {
  if (packContent !== undefined) return Number(packContent);
  if (spec === undefined || unit === undefined) return undefined;
  const factors = [...spec.matchAll(counted)];
  if (!factors.some(([, , name]) => name === unit)) return undefined;
  return factors.reduce((product, [, count]) => product * Number(count), 1);
}

function factsText(facts: MovementFacts): string | null {
  return Object.keys(facts).length === 0 ? null : JSON.stringify(facts);
}

/** PostgreSQL's text cannot hold U+0000, which a scanner or a platform may send: U+2400 (␀) stands for it. */
export function storable(code: string): string {
  return code.replaceAll('\0', '\u2400');
}

/** @returns the same packs as the store holds them. */
export function storablePacks(event: EventPacks): EventPacks {
  return { ...event, codes: event.codes.map(storable) };
}
