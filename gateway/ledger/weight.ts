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
 * @returns of each pack its life as each side sees it: by what counts for everybody, and apart from that by all of each tenant with
 * movements that count for it alone. Nearly always one.
 */
export function sightsOf({ movements, relations }: PackRecords): (code: string) => readonly PackLife[] {
  const livesBy = (counts: (movement: Movement) => boolean) =>
    createLives({ movements: movements.filter(counts), relations });
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
