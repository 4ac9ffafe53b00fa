import { createHash } from 'node:crypto';
import { type BusinessIds, type DeliveryInput, type IdContext, RequestError } from '../contract/index.ts';
import { readSettings } from './settings.ts';

/** What the suffixes below look like; a document number that ends so gets the explicit sale mark, so no two bills share a code. */
const LOOKS_SUFFIXED = /-[RS]$|_\d+$/;

/** Base-36 digits of the digest that stands for the cut part of a document number: 51 bits, far beyond one enterprise's bills. */
const DIGEST_LENGTH = 10;

/**
 * bill_code of a delivery (单据编号, unique per enterprise for ever): the document number, `-R` for a return, `_1`, `_2` …
 * for the parts of a bill above the code limit (the users' convention; reconciliation looks for base number and suffixes).
 * Deterministic, and different for every (kind, documentNo, part) of an enterprise.
 */
export function billCode(input: Pick<DeliveryInput, 'event' | 'part'>, context: IdContext): string {
  const { billCodeMaxLength } = readSettings(context.settings);
  const { documentNo, kind } = input.event;
  const suffix = kindMark(kind, documentNo) + (input.part.count > 1 ? `_${input.part.index + 1}` : '');
  const prefix = context.institution.identity.bill_prefix ?? '';
  const room = billCodeMaxLength - prefix.length - suffix.length;
  return prefix + shortened(documentNo, room) + suffix;
}

/** @returns the ids stored before the first send. */
export function billIds(input: DeliveryInput, context: IdContext): BusinessIds {
  return { record: { bill_code: billCode(input, context) }, items: [] };
}

/** @returns the stored bill_code. @throws RequestError when the delivery has none: dispatch must store it before it sends. */
export function storedBillCode(input: DeliveryInput): string {
  const code = input.ids.record.bill_code;
  if (code === undefined || code === '') throw new RequestError('BUSINESS_ID_MISSING', 'the delivery has no bill_code');
  return code;
}

function kindMark(kind: string, documentNo: string): string {
  if (kind === 'retail-return') return '-R';
  return LOOKS_SUFFIXED.test(documentNo) ? '-S' : '';
}

function shortened(documentNo: string, room: number): string {
  if (documentNo.length <= room) return documentNo;
  const hash = createHash('sha256').update(documentNo, 'utf8').digest('hex');
  const digest = BigInt(`0x${hash}`).toString(36).slice(-DIGEST_LENGTH);
  const kept = documentNo.slice(0, Math.max(room - DIGEST_LENGTH - 1, 0));
  return kept === '' ? digest : `${kept}.${digest}`;
}
