import type { StoredRelation } from '../../mappings/catalogue/index.ts';

/** Large, middle and small pack, and one level to spare for pallets. */
const maxLevels = 3;

/** Which packs lie in which, as far as it concerns some packs. */
export interface Family {
  /** The packs asked about that lie in another one, and all packs that lie in one asked about. */
  readonly inner: readonly string[];
  /** @returns the packs around one, the nearest first. */
  around(code: string): readonly string[];
}

/**
 * Collects the packs inside and around the given ones. What sources contradict each other on is left out: it proves nothing.
 * @param relationsOf current relations in which one of the codes is the pack itself or its parent
 */
export async function familyOf(
  codes: readonly string[],
  relationsOf: (codes: readonly string[]) => Promise<readonly StoredRelation[]>,
): Promise<Family> {
  const parents = new Map<string, string>();
  const asked = new Set<string>();
  let next: readonly string[] = codes;
  for (let level = 0; level < maxLevels && next.length > 0; level += 1) {
    for (const code of next) asked.add(code);
    for (const { code, parent, disputed } of await relationsOf(next)) {
      if (parent !== undefined && !disputed) parents.set(code, parent);
    }
    next = [...new Set([...parents].flat())].filter((code) => !asked.has(code));
  }
  const around = (code: string): readonly string[] => {
    const outer: string[] = [];
    let parent = parents.get(code);
    while (parent !== undefined && !outer.includes(parent)) {
      outer.push(parent);
      parent = parents.get(parent);
    }
    return outer;
  };
  const given = new Set(codes);
  const inner = [...parents.keys()].filter((code) => given.has(code) || around(code).some((outer) => given.has(outer)));
  return { inner, around };
}
