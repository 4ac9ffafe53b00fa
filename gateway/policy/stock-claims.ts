import type { EventKind, RecognisedEvent } from '../../mappings/model/index.ts';
import type { StockClaim } from './contract.ts';
import { toMillionths } from './quantity.ts';

/** Kinds that move goods between the institution and its customers; others leave the 无码库 as it is. */
const takes: Readonly<Partial<Record<EventKind, boolean>>> = {
  'retail-sale': true,
  dispense: true,
  'retail-return': false,
  'dispense-return': false,
};

/** @returns what the event's lines marked `uncoded-stock` take from the 无码库 or give back; empty for nearly every event. */
export function stockClaims({ kind, lines }: RecognisedEvent): readonly StockClaim[] {
  const taking = takes[kind];
  if (taking === undefined) return [];
  return lines.flatMap(({ noCodeReason, product, lot, unit, quantity }, line) => {
    if (noCodeReason !== 'uncoded-stock') return [];
    const millionths = toMillionths(quantity);
    if (millionths <= 0) return [];
    const claim: StockClaim = { line, takes: taking, localCode: product.localCode, quantity: millionths };
    return [{ ...claim, ...(lot === undefined ? {} : { lot }), ...(unit === undefined ? {} : { unit }) }];
  });
}
