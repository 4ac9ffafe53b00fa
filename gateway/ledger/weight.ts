import type { StoredRelation } from '../../mappings/catalogue/index.ts';
import type { Movement, PackRecords } from './contract.ts';
import { createLives, type PackLife } from './pack-life.ts';

/**
 * @param tenant who looks; undefined: an operator, for whom everything counts
 * @returns whether a movement counts for the tenant: its own always, another's only where that one's directory holds the institution. Whoever
 * may post could otherwise stop the tills of all others with documents that no platform will ever hear of.
 */
export function countsFor(tenant: string | undefined, movement: Movement): boolean {
  return movement.unlisted === undefined || tenant === undefined || movement.tenant === tenant;
}

/**
 * @returns what of the relations counts for the tenants: what was imported for the whole hub, and what they reported themselves. Another
 * tenant's word of which pack lies in which would otherwise turn a movement of one's own against another of one's own packs.
 */
export function relationsFor(
  tenants: ReadonlySet<string>,
  relations: readonly StoredRelation[],
): readonly StoredRelation[] {
  return relations.filter(({ tenant }) => tenant === '' || tenants.has(tenant));
}

/** @returns what is known of packs, as far as it counts for one who asks. */
export function recordsFor(tenant: string, { movements, relations }: PackRecords): PackRecords {
  return {
    movements: movements.filter((movement) => countsFor(tenant, movement)),
    relations: relationsFor(new Set([tenant]), relations),
  };
}

/** @returns lives by the relations that count: those of tenants that moved the pack, or one around it, themselves. */
function livesAmongMovers({ movements, relations }: PackRecords): (code: string) => PackLife {
  const lives = createLives({ movements, relations });
  const tellers = new Set(relations.flatMap(({ tenant }) => (tenant === '' ? [] : [tenant])));
  if (tellers.size === 0) return lives;
  const known = new Map<string, (code: string) => PackLife>();
  return (code) => {
    const life = lives(code);
    const movers = new Set(life.steps.flatMap(({ movement }) => (movement.kind === 'pack' ? [] : [movement.tenant])));
    const counting = [...tellers].filter((tenant) => movers.has(tenant));
    if (counting.length === tellers.size) return life;
    const key = JSON.stringify(counting);
    const narrower = known.get(key) ?? createLives({ movements, relations: relationsFor(movers, relations) });
    known.set(key, narrower);
    return narrower(code);
  };
}

/**
 * @returns of each pack its life as each side sees it: by what counts for everybody, and apart from that by all of each tenant with
 * movements that count for it alone. Nearly always one.
 */
export function sightsOf({ movements, relations }: PackRecords): (code: string) => readonly PackLife[] {
  const livesBy = (counts: (movement: Movement) => boolean) =>
    livesAmongMovers({ movements: movements.filter(counts), relations });
  const alone = new Set(movements.flatMap(({ unlisted, tenant }) => (unlisted ? [tenant] : [])));
  const common = livesBy(({ unlisted }) => unlisted === undefined);
  if (alone.size === 0) return (code) => [common(code)];
  const all = livesBy(() => true);
  const apart = [...alone].map((tenant) => ({ tenant, lives: livesBy((movement) => movement.tenant === tenant) }));
  return (code) => {
    const { steps } = all(code);
    const sides = apart.filter(({ tenant }) =>
      steps.some(({ movement }) => movement.unlisted !== undefined && movement.tenant === tenant),
    );
    return [common(code), ...sides.map(({ lives }) => lives(code))];
  };
}
