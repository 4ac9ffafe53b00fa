import { chinaDate } from '../../mappings/engine/index.ts';
import type { CallContext, DeliveryInput, Profile } from '../contract/index.ts';
import type { Transaction } from './message.ts';
import type { GoodsRow } from './rows.ts';

const DAY_MS = 86_400_000;

/** What asks for rows of one transaction: 3508 to 3511 look alike, 3512 and 3513 are those of codes (V1.1.83 §3.5). */
const mappings: Readonly<Record<string, string>> = {
  '3508': 'goods-enquiry',
  '3509': 'goods-enquiry',
  '3510': 'goods-enquiry',
  '3511': 'goods-enquiry',
  '3512': 'inbound-enquiry',
  '3513': 'sale-enquiry',
};

/** 调拨入库, 盘盈, 其他入库, 商品采购入库, 赠药入库 (§3.6). */
const inbound: ReadonlySet<string> = new Set(['101', '103', '106', '108', '110']);

/** @returns the request that asks for one row. */
export function questionOf(row: GoodsRow, input: DeliveryInput, context: CallContext): Transaction {
  const infno = enquiryNumber(row, input, context.profile);
  const operation = mappings[infno];
  if (operation === undefined) {
    throw new TypeError(
      `profile ${context.profile.id}: no enquiry '${infno}'; there are ${Object.keys(mappings).join(', ')}`,
    );
  }
  return { infno, operation, call: { fixmedins_bchno: row.batchNumber, ...span(input, context) } };
}

function enquiryNumber({ transaction, line }: GoodsRow, { event }: DeliveryInput, { constants }: Profile): string {
  const isCoded = line.codes.length > 0;
  switch (transaction.result) {
    case 'sale':
      return (isCoded ? constants['enquiry.sale'] : '3511') ?? '';
    case 'return':
      return (isCoded ? constants['enquiry.return'] : '3511') ?? '';
    case 'change': {
      const type = constants[`inv_chg_type.${event.kind}${event.reason === undefined ? '' : `.${event.reason}`}`];
      return (isCoded && inbound.has(type ?? '') ? constants['enquiry.inbound'] : '3509') ?? '';
    }
    case 'count':
      return '3508';
    case 'purchase':
    case 'purchaseReturn':
      return '3510';
  }
}

/**
 * begndate and enddate. Whether they mean the day of the document or that of its upload is not said: the span holds both, from the
 * earlier of the document's time and the first try to now, and the profile's days around them.
 */
function span(
  { event, firstSentAt }: DeliveryInput,
  { now, profile }: CallContext,
): { readonly begndate: string; readonly enddate: string } {
  const occurredAt = Date.parse(event.occurredAt);
  const earliest = Math.min(occurredAt, firstSentAt ?? now);
  const latest = Math.max(occurredAt, now);
  return {
    begndate: chinaDate(earliest - days('enquiryDaysBefore', profile) * DAY_MS),
    enddate: chinaDate(latest + days('enquiryDaysAfter', profile) * DAY_MS),
  };
}

function days(name: string, { constants, id }: Profile): number {
  const text = constants[name] ?? '';
  if (!/^\d{1,3}$/.test(text)) throw new TypeError(`profile ${id}: constant ${name} must be a number of days`);
  return Number(text);
}
