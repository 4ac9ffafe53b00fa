import { createHash } from 'node:crypto';
import type { EventKind } from '../../mappings/model/index.ts';
import { type BusinessIds, type DeliveryInput, type IdContext, RequestError } from '../contract/index.ts';
import { readSettings } from './settings.ts';

/**
 * Marks after the document number: a tenant may number bills of each kind on their own, the platform knows one number once.
 * The profile's constant `plainKind` (default retail-sale) names the kind whose bills carry the bare number.
 */
const MARKS: Readonly<Partial<Record<EventKind, string>>> = {
  'retail-sale': '-RS',
  'retail-return': '-R',
  dispense: '-DS',
  'dispense-return': '-DR',
  'purchase-in': '-PI',
  'purchase-return': '-PR',
  'sale-out': '-SO',
  'sale-return': '-SR',
  'transfer-in': '-TI',
  'transfer-out': '-TO',
  'stock-adjust': '-SA',
  destroy: '-DE',
  pack: '-PK',
};

/** What marks and suffixes look like; a bare number that ends so gets the explicit mark `-S`, so no two bills share a code. */
const LOOKS_SUFFIXED = new RegExp(`(-S|${Object.values(MARKS).join('|')}|_\\d+)$`);

/** Base-36 digits of the digest that stands for the cut part of a document number: 51 bits, far beyond one enterprise's bills. */
const DIGEST_LENGTH = 10;

/**
 * bill_code of a delivery (单据编号, unique per enterprise for ever): the document number, a mark per kind (`-R` a return, `-PI` a purchase …), `_1`, `_2` …
 * for the parts of a bill above the code limit (the users' convention; reconciliation looks for base number and suffixes).
 * Deterministic, and different for every (kind, documentNo, part) of an enterprise.
 */
export function billCode(input: Pick<DeliveryInput, 'event' | 'part'>, context: IdContext): string {
  const { billCodeMaxLength } = readSettings(context.settings);
  const { documentNo, kind } = input.event;
  const suffix =
    kindMark(kind, documentNo, context.profile.constants.plainKind) +
    (input.part.count > 1 ? `_${input.part.index + 1}` : '');
  const prefix = context.institution.identity.bill_prefix ?? '';
  const room = billCodeMaxLength - prefix.length - suffix.length;
  return prefix + shortened(documentNo, room) + suffix;
}

/** @returns the ids stored before the first send. */
export function billIds(input: DeliveryInput, context: IdContext): BusinessIds {
  return { record: { bill_code: billCode(input, context) }, items: [] };
}

/** @returns the ids of a relation file: its name, by which the platform lists what became of it. */
export function relationIds(input: DeliveryInput, context: IdContext): BusinessIds {
  return { record: { upload_file_name: `${billCode(input, context)}.xml` }, items: [] };
}

/** @returns the stored name of the relation file. @throws RequestError when the delivery has none. */
export function storedFileName(input: Pick<DeliveryInput, 'ids'>): string {
  const name = input.ids.record.upload_file_name;
  if (name === undefined || name === '') throw new RequestError('BUSINESS_ID_MISSING', 'the delivery has no file name');
  return name;
}

/** @returns the stored bill_code. @throws RequestError when the delivery has none: dispatch must store it before it sends. */
export function storedBillCode(input: Pick<DeliveryInput, 'ids'>): string {
  const code = input.ids.record.bill_code;
  if (code === undefined || code === '') throw new RequestError('BUSINESS_ID_MISSING', 'the delivery has no bill_code');
  return code;
}

function kindMark(kind: EventKind, documentNo: string, plainKind = 'retail-sale'): string {
  if (kind === plainKind) return LOOKS_SUFFIXED.test(documentNo) ? '-S' : '';
  const mark = MARKS[kind];
  if (mark === undefined) throw new TypeError(`no bill of 码上放心 is made from ${kind}`);
  return mark;
}

function shortened(documentNo: string, room: number): string {
  if (documentNo.length <= room) return documentNo;
  const hash = createHash('sha256').update(documentNo, 'utf8').digest('hex');
  const digest = BigInt(`0x${hash}`).toString(36).slice(-DIGEST_LENGTH);
  const kept = documentNo.slice(0, Math.max(room - DIGEST_LENGTH - 1, 0));
  return kept === '' ? digest : `${kept}.${digest}`;
}
