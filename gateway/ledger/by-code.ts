import type { Movement } from './contract.ts';

/** @returns the movements of each pack, in the order given. */
export function byCode(movements: readonly Movement[]): ReadonlyMap<string, readonly Movement[]> {
  const packs = new Map<string, Movement[]>();
  for (const movement of movements) {
    const known = packs.get(movement.code);
    if (known === undefined) packs.set(movement.code, [movement]);
    else known.push(movement);
  }
  return packs;
}
