import type { Movement } from './contract.ts';
import { isDestruction, isDispatch, isReturn, isSale } from './movement.ts';
import type { PackLife } from './pack-life.ts';

export const places = ['in-stock', 'sold', 'opened', 'sent', 'destroyed'] as const;
/** Where a pack is by its last movement. opened: sold in part (拆零). sent: on its way to whoever reports its receipt. */
export type Place = (typeof places)[number];

/** @returns where the pack is, and by which movement, its own or one of the pack that it lay in; undefined: none is known */
export function placeOf({ steps }: PackLife): { readonly place: Place; readonly since: Movement } | undefined {
  const last = steps.at(-1);
  return last === undefined ? undefined : { place: placeAfter(last.movement, last.own), since: last.movement };
}

function placeAfter(movement: Movement, own: boolean): Place {
  const { facts } = movement;
  if (isDestruction(movement)) return 'destroyed';
  // Of a larger pack sold in part: which of the packs in it went is not said.
  if (isSale(movement) && facts.split) return own ? 'opened' : 'in-stock';
  if (isSale(movement)) return 'sold';
  // What was opened does not become whole again.
  if (isReturn(movement) && facts.split && own) return 'opened';
  return isDispatch(movement) ? 'sent' : 'in-stock';
}
