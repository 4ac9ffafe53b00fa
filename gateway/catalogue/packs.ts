import { type BoxStatus, type StoredRelation, shownRelation } from '../../mappings/catalogue/index.ts';
import type { CatalogueStore, Contents, Pack } from './contract.ts';

/** Case, middle pack, box, and one level to spare: deeper, the relations are wrong. */
const maxDepth = 4;
/** Most codes that one code may stand for: as many as one document may carry. */
export const maxContents = 10_000;

type Relations = Pick<CatalogueStore, 'relationsOf'>;

/**
 * @param tenant who asks: sees what was imported for the hub and what it reported itself; undefined sees all
 * @returns the packs that are known, by code
 */
export async function packsOf(
  store: Relations,
  codes: readonly string[],
  tenant: string | undefined,
): Promise<Map<string, Pack>> {
  const relations = visible(await store.relationsOf(codes), tenant);
  const asPack = groupBy(relations, ({ code }) => code);
  const asParent = groupBy(relations, ({ parent }) => parent);
  const packs = new Map<string, Pack>();
  for (const code of codes) {
    const own = asPack.get(code) ?? [];
    const inside = (asParent.get(code) ?? []).filter((child) => isShown(child, asPack.get(child.code)));
    const shown = shownRelation([...own, ...inside]);
    if (shown !== undefined) packs.set(code, toPack(code, own, inside, shown));
  }
  return packs;
}

/** What is inside a pack, down to the smallest ones. */
export async function contentsOf(store: Relations, code: string, tenant: string | undefined): Promise<Contents> {
  let level: readonly string[] = [code];
  const smallest: string[] = [];
  let isComplete = true;
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth += 1) {
    const packs = await packsOf(store, level, tenant);
    const next: string[] = [];
    for (const one of level) {
      const pack = packs.get(one);
      if (pack?.isShort === true) isComplete = false;
      if (pack !== undefined && pack.children.length > 0) next.push(...pack.children);
      else if (depth > 0) {
        smallest.push(one);
        if ((pack?.level ?? 1) > 1) isComplete = false;
      }
    }
    if (next.length + smallest.length > maxContents) return { type: 'incomplete', codes: smallest };
    level = next;
  }
  if (level.length > 0) return { type: 'incomplete', codes: smallest };
  if (smallest.length === 0) return { type: 'whole' };
  const codes = [...new Set(smallest)].sort();
  return { type: isComplete ? 'children' : 'incomplete', codes };
}

function visible(relations: readonly StoredRelation[], tenant: string | undefined): readonly StoredRelation[] {
  return tenant === undefined ? relations : relations.filter((one) => one.tenant === '' || one.tenant === tenant);
}

/** A child counts where the most trusted source puts it; the child's other relations may not be at hand, then this one is all there is. */
function isShown(relation: StoredRelation, all: readonly StoredRelation[] | undefined): boolean {
  return all === undefined || shownRelation(all)?.parent === relation.parent;
}

function toPack(
  code: string,
  own: readonly StoredRelation[],
  inside: readonly StoredRelation[],
  shown: StoredRelation,
): Pack {
  const best = shownRelation(own);
  const children = [...new Set(inside.map((child) => child.code))].sort();
  const packRatio = best?.packRatio ?? inside.find((child) => child.packRatio !== undefined)?.packRatio;
  const level = best?.level ?? levelAbove(inside);
  const seen = statusOf(children, inside, packRatio, level);
  const boxStatus = best?.boxStatus ?? seen;
  const isShort = best?.boxStatus === undefined && (seen === 2 || seen === 3);
  return {
    code,
    children,
    origin: (best ?? shown).origin,
    disputed: own.some((relation) => relation.disputed),
    ...(best?.parent === undefined ? {} : { parent: best.parent }),
    ...(level === undefined ? {} : { level }),
    ...(packRatio === undefined ? {} : { packRatio }),
    ...(best?.lot === undefined ? {} : { lot: best.lot }),
    ...(boxStatus === undefined ? {} : { boxStatus }),
    ...(isShort ? { isShort: true as const } : {}),
  };
}

function levelAbove(inside: readonly StoredRelation[]): number | undefined {
  const levels = inside.flatMap(({ level }) => level ?? []);
  return levels.length === 0 ? undefined : Math.max(...levels) + 1;
}

/** Mixed (拼箱): packs of several products or lots in one. Broken (零箱): fewer than the ratio says. A smallest pack is neither. */
function statusOf(
  children: readonly string[],
  inside: readonly StoredRelation[],
  packRatio: string | undefined,
  level: number | undefined,
): BoxStatus | undefined {
  if (children.length === 0) return level === 1 ? 0 : undefined;
  const prefixes = new Set(children.map((code) => (/^8\d{19}$/.test(code) ? code.slice(0, 7) : '')));
  const lots = new Set(inside.flatMap(({ lot }) => lot ?? []));
  const isMixed = prefixes.size > 1 || lots.size > 1;
  const full = packRatio === undefined || level === undefined ? undefined : fullCount(packRatio, level);
  if (full === undefined && !isMixed) return undefined;
  const isBroken = full !== undefined && children.length < full;
  if (isMixed) return isBroken ? 3 : 1;
  return isBroken ? 2 : 0;
}

/**
 * How many packs of the next level a full pack holds. Ratios are written from the largest (包装比例, 1:5:10) and, in relation files, perhaps
 * from the smallest (`1:5:2500`, UNCONFIRMED): the lesser of the two readings, so that a full case is never called broken.
 */
function fullCount(packRatio: string, level: number): number | undefined {
  const numbers = packRatio.split(':').map(Number);
  const fromLargest = quotient(numbers[numbers.length - level + 1], numbers[numbers.length - level]);
  const fromSmallest = quotient(numbers[level - 1], numbers[level - 2]);
  if (fromLargest === undefined || fromSmallest === undefined) return undefined;
  return Math.min(fromLargest, fromSmallest);
}

function quotient(many: number | undefined, few: number | undefined): number | undefined {
  if (many === undefined || few === undefined) return undefined;
  const count = many / few;
  return Number.isInteger(count) && count >= 1 ? count : undefined;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
