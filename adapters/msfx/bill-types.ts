import type { EventKind, RecognisedEvent } from '../../mappings/model/index.ts';
import type { DeliveryInput } from '../contract/index.ts';

/**
 * 单据类型 that an event kind may become; the profile chooses among them (domain: bill_type on the TOP API pages of
 * uploadinoutbill and uploadretail). A number outside its row would turn the direction of the goods, irreversibly.
 */
const typesOfKind: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  'retail-sale': ['321'],
  'retail-return': ['116'],
  dispense: ['323', '322'],
  'dispense-return': ['116'],
  'purchase-in': ['102', '107', '110', '101', '106'],
  'purchase-return': ['202', '211', '237'],
  'sale-out': ['201', '209', '212', '207', '208', '210'],
  'sale-return': ['103', '108'],
  'transfer-in': ['104', '107'],
  'transfer-out': ['203', '209'],
  'stock-adjust': ['111', '112', '113', '204', '206', '214', '215', '216', '217'],
  destroy: ['205'],
};

/** Bills that concern nobody but the institution: found, lost, damaged, inspected or destroyed in its own stock. */
const internalTypes = new Set(['111', '112', '113', '204', '205', '206', '214', '215', '216', '217']);

/** 生产入库, 生产出库, 零头入库, 零头出库: within the own plant, or from and to a contract manufacturer. */
const perhapsInternalTypes = new Set(['101', '106', '208', '210']);

/** 直调出库, 直调退货: the goods go past the party that is billed, to a third one (dest_user_id). */
const directTypes = new Set(['207', '237']);

/** 零头: what does not fill a coded pack; uploaded as an amount, without codes, through an interface of its own. */
const remnantTypes = new Set(['106', '210']);

/** @returns whether a bill of this type can be the event's. */
export function isTypeOf(billType: string, { event }: Pick<DeliveryInput, 'event'>): boolean {
  const isAllowed = typesOfKind[event.kind]?.includes(billType) ?? false;
  return isAllowed && remnantTypes.has(billType) === isRemnant(event);
}

/** @returns `in` for 1xx (入库), `out` for every other number (出库). */
export function directionOf(billType: string): 'in' | 'out' {
  return billType.startsWith('1') ? 'in' : 'out';
}

/** @returns whether the bill has another party: `perhaps` where the event decides. */
export function otherPartyOf(billType: string): 'never' | 'perhaps' | 'always' {
  if (internalTypes.has(billType)) return 'never';
  return perhapsInternalTypes.has(billType) ? 'perhaps' : 'always';
}

/** @returns whether the goods go to a third party. */
export function isDirect(billType: string): boolean {
  return directTypes.has(billType);
}

/** @returns whether the event reports 零头. The platform's own extension comes before the normalized reason, as in the profiles. */
export function isRemnant({ extensions, reason }: RecognisedEvent): boolean {
  return (extensions?.msfx?.reason ?? reason) === 'remnant';
}
