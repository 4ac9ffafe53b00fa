import type { Product } from '../../mappings/model/index.ts';
import type { NewStock, StockRow } from './contract.ts';
import { toMillionths } from './quantity.ts';

/** Stock as a caller registers it; quantities are decimals. */
export interface StockInput {
  readonly institution: string;
  readonly purchaseDocument: string;
  readonly product: Product;
  readonly lot: string;
  readonly quantity: string;
  readonly unit?: string;
  readonly expiresOn?: string;
  readonly purchasedOn?: string;
}

/** @param by whose, and when (epoch ms) */
export function toStock(
  { quantity, ...input }: StockInput,
  by: Pick<NewStock, 'id' | 'tenant' | 'registeredAt' | 'registeredBy'>,
): NewStock {
  return { ...input, quantity: toMillionths(quantity), ...by };
}

/** @returns whether a repeated registration says the same of what counts: how much, in which unit, bought when (where it says so). */
export function saysTheSame(stored: StockRow, { quantity, unit, purchasedOn }: StockInput): boolean {
  const sameDay = purchasedOn === undefined || stored.purchasedOn === purchasedOn;
  return stored.quantity === toMillionths(quantity) && stored.unit === unit && sameDay;
}
