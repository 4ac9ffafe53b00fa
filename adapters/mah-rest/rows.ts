import type { DeliveryInput, ItemResult } from '../contract/index.ts';
import { type JsonObject, textOf } from '../kit/json.ts';
import { atPath, rowsAt } from '../kit/json-path.ts';
import { codeText, type MahReply } from './reply.ts';

/** @returns the result of each row; undefined when there is no list, or a row has no number or no code. */
export function rowResults({ body, dialect }: MahReply): readonly ItemResult[] | undefined {
  if (dialect.rowsPath === undefined) return [];
  const rows = rowsAt(body, dialect.rowsPath);
  const items = rows?.map((row) => rowResult(row, dialect)).filter((item) => item !== undefined);
  return items?.length === rows?.length ? items : undefined;
}

/** Every reported row exactly once, and nothing else: anything less is another document's answer. */
export function coversAll(items: readonly ItemResult[], { ids }: DeliveryInput): boolean {
  const answered = new Set(items.map(({ key }) => key));
  return items.length === ids.items.length && ids.items.every(({ key }) => answered.has(key));
}

/** What a repeat's or an enquiry's answer says of the rows, where it says anything: the first answer may have been lost. */
export function heldRows(
  reply: MahReply,
  input: DeliveryInput,
): { readonly items?: readonly ItemResult[]; readonly partial?: true } {
  const items = rowResults(reply);
  if (items === undefined || items.length === 0 || !coversAll(items, input)) return {};
  return items.some((item) => !item.ok) ? { items, partial: true } : { items };
}

function rowResult(row: JsonObject, dialect: MahReply['dialect']): ItemResult | undefined {
  const lineNo = textOf(atPath(row, dialect.rowNumberPath)) ?? '';
  const code = codeText(atPath(row, dialect.rowCodePath), dialect);
  if (!/^[1-9]\d{0,5}$/.test(lineNo) || code === undefined) return undefined;
  const message = textOf(atPath(row, dialect.rowMessagePath)) ?? '';
  return { key: `line-${lineNo}`, ok: code === dialect.successCode, nativeCode: code, ...(message && { message }) };
}
