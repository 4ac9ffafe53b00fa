import type { Movement } from './contract.ts';
import { isDispatch, isReturn, isSale } from './rules/index.ts';

export const places = ['in-stock', 'sold', 'opened', 'sent', 'destroyed'] as const;
/** Where a pack is by its last movement. opened: sold in part (拆零). sent: on its way to whoever reports its receipt. */
export type Place = (typeof places)[number];

/** @param movements in force, by time. @returns where the pack is, and by which movement; undefined: none is known */
export function placeOf(
  movements: readonly Movement[],
): { readonly place: Place; readonly since: Movement } | undefined {
  const since = movements.at(-1);
  return since === undefined ? undefined : { place: placeAfter(since), since };
}

function placeAfter(movement: Movement): Place {
  const { kind, facts } = movement;
  if (kind === 'destroy' || facts.reason === 'scrap') return 'destroyed';
  if (isSale(movement)) return facts.split ? 'opened' : 'sold';
  // What was opened does not become whole again.
  if (isReturn(movement) && facts.split) return 'opened';
  return isDispatch(movement) ? 'sent' : 'in-stock';
}
