import type { Profile } from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { objectsOf } from './reply.ts';

/** What an enquiry says of one fixmedins_bchno. */
export type Listing =
  | { readonly type: 'held'; readonly receipt: string }
  | { readonly type: 'absent' }
  | { readonly type: 'unreadable'; readonly reason: string };

/** The rows of a listing, none for a list that is empty beyond doubt. */
export type Rows =
  | { readonly type: 'rows'; readonly rows: readonly JsonObject[] }
  | { readonly type: 'unreadable'; readonly reason: string };

/**
 * Reads the rows of 3508 to 3513 (V1.1.83 §3.5: node `output`, camelCase; some platforms put the list itself there).
 * Only an empty list proves absence, unless the profile's constant `enquiryEmpty` says otherwise: a false "absent" would let an
 * unsafe write go out again.
 */
export function readRows(output: JsonValue, { constants }: Profile): Rows {
  const list = isObject(output) && output.output !== undefined ? output.output : output;
  if (isNothing(list)) {
    if (constants.enquiryEmpty === 'any') return { type: 'rows', rows: [] };
    // An XML document has no other form for an empty list than an empty element where the list would stand.
    if (constants.enquiryEmpty === 'element' && list === '' && isObject(output)) return { type: 'rows', rows: [] };
    return { type: 'unreadable', reason: 'neither rows nor an empty list' };
  }
  const rows = objectsOf(list);
  return rows === undefined ? { type: 'unreadable', reason: 'rows of another shape' } : { type: 'rows', rows };
}

/** @returns what a listing that was asked for one fixmedins_bchno says of it. */
export function readListing(output: JsonValue, batchNumber: string, profile: Profile): Listing {
  const listed = readRows(output, profile);
  if (listed.type === 'unreadable') return listed;
  const { rows } = listed;
  if (rows.length === 0) return { type: 'absent' };
  const own = rows.filter((row) => textOf(row.fixmedinsBchno) === batchNumber);
  if (own.length === 0) return { type: 'unreadable', reason: 'rows of other batch numbers only' };
  const valid = own.filter(isValid);
  return valid.length === 0 ? { type: 'absent' } : { type: 'held', receipt: receiptOf(valid) };
}

/** `null`, `""` or `{}`: documented as possible, with no word on what they mean (§1.2). */
function isNothing(list: JsonValue): boolean {
  return list === null || list === '' || (isObject(list) && Object.keys(list).length === 0);
}

/** 有效标志: 0 stands for a deleted record (3507). */
function isValid(row: JsonObject): boolean {
  return textOf(row.valiFlag) !== '0';
}

/** The platform's own numbers, by transaction. */
const receiptNames = ['medinsProdSelNo', 'medinsProdPurcNo', 'medinsProdInvChgNo', 'medinsProdInvNo'];

export function receiptOf(rows: readonly JsonObject[]): string {
  const numbers = rows.flatMap((row) => receiptNames.map((name) => textOf(row[name])));
  return numbers.find((receipt) => receipt !== undefined && receipt !== '') ?? '';
}
