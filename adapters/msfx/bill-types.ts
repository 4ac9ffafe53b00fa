import type { EventKind } from '../../mappings/model/index.ts';
import type { DeliveryInput } from '../contract/index.ts';

/**
 * 单据类型 that an event kind may become; the profile chooses among them (domain: bill_type on the TOP API pages of
 * uploadinoutbill and uploadretail). A number outside its row would turn the direction of the goods, irreversibly.
 */
const typesOfKind: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  'retail-sale': ['321'],
  'retail-return': ['116'],
  dispense: ['323'],
  'dispense-return': ['116'],
  'purchase-in': ['102', '107', '110'],
  'purchase-return': ['202', '211'],
  'sale-out': ['201', '209', '212'],
  'sale-return': ['103', '108'],
  'transfer-in': ['104', '107'],
  'transfer-out': ['203', '209'],
  'stock-adjust': ['111', '112', '113', '204', '206', '214', '215', '216', '217'],
  destroy: ['205'],
};

/** Bills that concern nobody but the institution: found, lost, damaged, inspected or destroyed in its own stock. */
const internalTypes = new Set(['111', '112', '113', '204', '205', '206', '214', '215', '216', '217']);

/** @returns whether a bill of this type can be the event's. */
export function isTypeOf(billType: string, input: Pick<DeliveryInput, 'event'>): boolean {
  return typesOfKind[input.event.kind]?.includes(billType) ?? false;
}

/** @returns `in` for 1xx (入库), `out` for every other number (出库). */
export function directionOf(billType: string): 'in' | 'out' {
  return billType.startsWith('1') ? 'in' : 'out';
}

/** @returns whether the bill has no other party. */
export function isInternal(billType: string): boolean {
  return internalTypes.has(billType);
}
