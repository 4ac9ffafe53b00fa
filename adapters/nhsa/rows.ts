import type { RecognisedLine } from '../../mappings/model/index.ts';
import { type DeliveryInput, RequestError } from '../contract/index.ts';
import type { Goods, GoodsTransaction } from './goods.ts';

/** One row under its own fixmedins_bchno. */
export interface GoodsRow {
  readonly key: string;
  readonly batchNumber: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly line: RecognisedLine;
  readonly transaction: GoodsTransaction;
}

/**
 * The rows of a delivery in the order of its numbers: one per line and, where codes go by a transaction of their own, one more per
 * line with codes.
 */
function allRows(goods: Goods, { event, ids }: DeliveryInput): readonly GoodsRow[] {
  const { lines } = event;
  const { transaction, codes } = goods;
  const places = lines.map((line) => ({ line, transaction }));
  if (codes !== undefined) places.push(...coded(lines).map(({ line }) => ({ line, transaction: codes })));
  return ids.items.flatMap((item, index) => {
    const place = places[index];
    if (place === undefined) return [];
    return [{ key: item.key, batchNumber: item.ids.fixmedins_bchno ?? '', ids: item.ids, ...place }];
  });
}

/** @throws RequestError when every row is settled already: a write without rows would be one more record to explain. */
export function openRows(goods: Goods, input: DeliveryInput): readonly GoodsRow[] {
  const rows = allRows(goods, input);
  const open = input.settledItems.length === 0 ? rows : rows.filter(({ key }) => !input.settledItems.includes(key));
  if (open.length > 0) return open;
  throw new RequestError('NHSA_NOTHING_TO_SEND', 'the platform already holds every row of this delivery');
}

/** Lines with codes, with their place in the delivery. */
export function coded(
  lines: readonly RecognisedLine[],
): ReadonlyArray<{ readonly line: RecognisedLine; readonly index: number }> {
  return lines.flatMap((line, index) => (line.codes.length === 0 ? [] : [{ line, index }]));
}

/** Item keys: `line-<n>`, n counted from 0 within the delivery; `line-<n>-codes` for the report of its codes. */
export function rowKey(line: number): string {
  return `line-${line}`;
}

export function codesKey(line: number): string {
  return `${rowKey(line)}-codes`;
}

/** @returns the key of the row that must be booked before this one. */
export function rowBefore(key: string): string | undefined {
  return key.endsWith('-codes') ? key.slice(0, -'-codes'.length) : undefined;
}
