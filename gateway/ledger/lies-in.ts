import { maxPackLevels, type StoredRelation } from '../../mappings/catalogue/index.ts';

/** A pack lies in another one, for a while. */
export interface LiesIn {
  readonly parent: string;
  /** epoch ms, inclusive */
  readonly from: number;
  /** epoch ms, exclusive */
  readonly until: number;
}

/**
 * What a source says first of a pack held since ever (packs are often known later than their movements); what it says instead later
 * holds from then on (拼箱, 替换). What sources contradict each other on is left out: it proves nothing.
 * @param relations current and ended ones
 * @returns by code, the packs around it, each for its time
 */
export function lyings(relations: readonly StoredRelation[]): ReadonlyMap<string, readonly LiesIn[]> {
  const found = new Map<string, LiesIn[]>();
  const known = new Set<string>();
  const told = new Set<string>();
  for (const relation of [...relations].sort((left, right) => left.recordedAt - right.recordedAt)) {
    const { code, parent, origin, tenant, recordedAt, endedAt, disputed } = relation;
    const source = [code, origin, tenant].join('\n');
    const from = known.has(source) ? recordedAt : Number.NEGATIVE_INFINITY;
    known.add(source);
    if (parent === undefined || disputed) continue;
    const until = endedAt ?? Number.POSITIVE_INFINITY;
    // Several sources that say the same.
    const key = [code, parent, from, until].join('\n');
    if (told.has(key)) continue;
    told.add(key);
    found.set(code, [...(found.get(code) ?? []), { parent, from, until }]);
  }
  return found;
}

/**
 * @param relationsOf current relations in which one of the codes is the pack itself or its parent
 * @returns the packs that lie in one of the given ones, down to the smallest, and those of the given that lie in another one
 */
export async function packsInside(
  codes: readonly string[],
  relationsOf: (codes: readonly string[]) => Promise<readonly StoredRelation[]>,
): Promise<readonly string[]> {
  const affected = new Set<string>();
  let next: readonly string[] = codes;
  for (let level = 0; level < maxPackLevels && next.length > 0; level += 1) {
    const wanted = new Set(next);
    const inside: string[] = [];
    for (const { code, parent, disputed } of await relationsOf(next)) {
      if (parent === undefined || disputed) continue;
      if (wanted.has(parent) && !affected.has(code)) inside.push(code);
      if (wanted.has(parent) || wanted.has(code)) affected.add(code);
    }
    next = [...new Set(inside)];
  }
  return [...affected];
}
