import type { Movement } from './contract.ts';
import type { PackHistory } from './rules/index.ts';

/**
 * @param tenant who looks; undefined: an operator, for whom everything counts
 * @returns whether a movement counts for the tenant: its own always, another's only where that one's directory holds the institution. Whoever
 * may post could otherwise stop the tills of all others with documents that no platform will ever hear of.
 */
export function countsFor(tenant: string | undefined, movement: Movement): boolean {
  return movement.unlisted === undefined || tenant === undefined || movement.tenant === tenant;
}

/**
 * @returns a pack as each side sees it: what counts for everybody, and apart from that all of each tenant with movements that count for
 * it alone. Nearly always one, the pack itself.
 */
export function sightsOf(pack: PackHistory): readonly PackHistory[] {
  const all = [pack, ...pack.around].flatMap(({ movements }) => movements);
  const alone = new Set(all.flatMap(({ unlisted, tenant }) => (unlisted ? [tenant] : [])));
  if (alone.size === 0) return [pack];
  return [
    filtered(pack, ({ unlisted }) => unlisted === undefined),
    ...[...alone].map((tenant) => filtered(pack, (movement) => movement.tenant === tenant)),
  ];
}

function filtered({ code, movements, around }: PackHistory, counts: (movement: Movement) => boolean): PackHistory {
  return {
    code,
    movements: movements.filter(counts),
    around: around.map((outer) => ({ ...outer, movements: outer.movements.filter(counts) })),
  };
}
