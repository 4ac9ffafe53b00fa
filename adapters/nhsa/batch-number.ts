import { createHash } from 'node:crypto';
import { chinaDate } from '../../mappings/engine/index.ts';
import type { BusinessIds, DeliveryInput, IdContext } from '../contract/index.ts';

/** 36^12 values (62 bits): two rows of one institution and day never meet. */
const DIGEST_LENGTH = 12;

/**
 * 定点医药机构批次流水号: the one business key of a goods row, made by the institution (V1.1.83 §3505A row 4; only Beijing fixes a form,
 * and this one keeps to its 30 characters and its order). Institution (12) + yyMMdd in China (6) + digest of delivery and
 * line (12). From the delivery alone, so every try of a row carries the same number, and a row can be asked for and deleted alone.
 */
export function batchNumber(institutionCode: string, occurredAtMs: number, deliveryId: string, line: number): string {
  const digest = createHash('sha256').update(`${deliveryId}\n${line}`).digest();
  const unique = (digest.readBigUInt64BE() % 36n ** BigInt(DIGEST_LENGTH)).toString(36).toUpperCase();
  const day = chinaDate(occurredAtMs).replaceAll('-', '').slice(2);
  return institutionCode + day + unique.padStart(DIGEST_LENGTH, '0');
}

/** @returns one number per line; item keys are `line-<n>`, n counted from 0 within the delivery. */
export function batchNumbers({ deliveryId, event }: DeliveryInput, { institution }: IdContext): BusinessIds {
  const occurredAtMs = Date.parse(event.occurredAt);
  const code = institution.identity.fixmedins_code ?? institution.code;
  const items = event.lines.map((_, line) => ({
    key: `line-${line}`,
    ids: { fixmedins_bchno: batchNumber(code, occurredAtMs, deliveryId, line) },
  }));
  return { record: {}, items };
}
