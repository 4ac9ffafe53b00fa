import { hash } from 'node:crypto';
import { chinaDate } from '../../mappings/engine/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';
import { isConsumable } from '../../mappings/nhsa/consumable.ts';
import type { BusinessIds, DeliveryInput, IdContext } from '../contract/index.ts';
import type { Goods } from './goods.ts';
import { hospitalCode, institutionCode, isBeijing } from './numbers.ts';
import { coded, codesKey, rowKey } from './rows.ts';

/** 36^12 values (62 bits): two rows of one institution and day never meet. */
const DIGEST_LENGTH = 12;

/**
 * 定点医药机构批次流水号: the one business key of a goods row, made by the institution (V1.1.83 §3505A row 4; only Beijing fixes a form,
 * and this one keeps to its 30 characters and its order). Institution (12) + yyMMdd in China (6) + digest of delivery and
 * line (12). From the delivery alone, so every try of a row carries the same number, and a row can be asked for and deleted alone.
 */
export function batchNumber(
  institutionCode: string,
  occurredAtMs: number,
  deliveryId: string,
  line: number | string,
): string {
  const day = chinaDate(occurredAtMs).replaceAll('-', '').slice(2);
  return institutionCode + day + digestText(deliveryId, line, DIGEST_LENGTH);
}

/** Beijing's own form (北京 V1.28): institution and campus (10) + yyyyMMdd (8) + type (2) + unique (10). */
const BEIJING_TYPES = { drug: '00', consumable: '03' } as const;
const BEIJING_DIGEST_LENGTH = 10;

function beijingNumber(
  hospCode: string,
  occurredAtMs: number,
  deliveryId: string,
  line: number | string,
  goods: keyof typeof BEIJING_TYPES,
): string {
  const day = chinaDate(occurredAtMs).replaceAll('-', '');
  return hospCode + day + BEIJING_TYPES[goods] + digestText(deliveryId, line, BEIJING_DIGEST_LENGTH);
}

function digestText(deliveryId: string, line: number | string, length: number): string {
  const first64Bits = BigInt(`0x${hash('sha256', `${deliveryId}\n${line}`).slice(0, 16)}`);
  return (first64Bits % 36n ** BigInt(length)).toString(36).toUpperCase().padStart(length, '0');
}

/** @returns one number per line and, where codes are reported by a transaction of their own, one more per line with codes. */
export function batchNumbers(goods: Goods, { deliveryId, event }: DeliveryInput, context: IdContext): BusinessIds {
  const occurredAtMs = Date.parse(event.occurredAt);
  const inBeijing = isBeijing(context.profile);
  const code = inBeijing ? hospitalCode(context) : institutionCode(context);
  const numberOf = inBeijing ? beijingNumber : batchNumber;
  const item = (key: string, line: number | string, product: RecognisedLine) => ({
    key,
    ids: {
      fixmedins_bchno: numberOf(code, occurredAtMs, deliveryId, line, isConsumable(product) ? 'consumable' : 'drug'),
    },
  });
  const rows = event.lines.map((line, index) => item(rowKey(index), index, line));
  const codes = goods.codes === undefined ? [] : coded(event.lines);
  return {
    record: {},
    items: [...rows, ...codes.map(({ index, line }) => item(codesKey(index), codesKey(index), line))],
  };
}
