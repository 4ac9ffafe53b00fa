import type { CallContext, DeliveryInput } from '../contract/index.ts';
import { chinaDate } from '../kit/china-time.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { sentCodes } from './bill.ts';
import { isTypeOf } from './bill-types.ts';
import { refusedCodes } from './refused-codes.ts';
import { countOf, rowsOf } from './reply.ts';

/**
 * @returns what cannot be if the bill on the platform is ours, in words without values; empty when nothing speaks against it.
 * Most families return no codes, only packs per product: a case counts for its contents, so fewer packs than codes prove another
 * bill, and more prove nothing.
 */
export function differences(bill: JsonObject, input: DeliveryInput, context: CallContext): readonly string[] {
  return [
    ...(isOtherType(bill, input) ? ['bill_type'] : []),
    ...(isOtherDay(bill, input) ? ['bill_time'] : []),
    ...(lacksCodes(bill, input, context) ? ['codes'] : []),
  ];
}

/** @returns the product rows of a bill; undefined when the list has another shape. */
export function packRows(bill: JsonObject): readonly JsonObject[] | undefined {
  return rowsOf(bill.bill_chk_in_out_detail_list_d_t_o_list ?? bill.bill_chk_in_out_detail_list_dto_list);
}

function isOtherType(bill: JsonObject, input: DeliveryInput): boolean {
  const type = textOf(bill.bill_type) ?? '';
  return /^\d+$/.test(type) && !isTypeOf(type, input);
}

/** 单据日期: compared by day, since the platform may show no more. */
function isOtherDay(bill: JsonObject, input: DeliveryInput): boolean {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(textOf(bill.bill_time) ?? '')?.[0];
  return day !== undefined && day !== chinaDate(Date.parse(input.event.occurredAt));
}

function lacksCodes(bill: JsonObject, input: DeliveryInput, context: CallContext): boolean {
  const refused = new Set(refusedCodes(context).map(({ code }) => code));
  const taken = sentCodes(input, context.profile).filter((code) => !refused.has(code));
  const listed = listedCodes(bill);
  if (listed.size > 0) return taken.some((code) => !listed.has(code));
  const counts = (packRows(bill) ?? []).map((row) => countOf(row.min_pkg_count));
  const packs = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return counts.length > 0 && !counts.includes(undefined) && packs < taken.length;
}

/** Codes of the bill and their parents: a case that was sent may be listed by its contents. */
function listedCodes(bill: JsonObject): ReadonlySet<string> {
  const plain = listOf(bill.codes).flatMap((code) => textOf(code) ?? []);
  const rows = (packRows(bill) ?? []).flatMap((row) => rowsOf(row.code_and_parent_list) ?? []);
  return new Set([...plain, ...rows.flatMap((row) => [textOf(row.code) ?? '', textOf(row.parent_code) ?? ''])]);
}

/** A list of texts: plain when simplified, else under `string`. */
function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  const inner = value !== undefined && isObject(value) ? value.string : value;
  return Array.isArray(inner) ? inner : inner === undefined || inner === null ? [] : [inner];
}
