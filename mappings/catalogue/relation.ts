import { type Origin, rankOf } from './statement.ts';

/** State of a pack's content as 码上放心 names it (kyt.yb.getcoderelation): 0 正常, 1 拼箱 mixed, 2 零箱 broken, 3 both. */
export type BoxStatus = 0 | 1 | 2 | 3;

/** Levels of packs around one: middle pack, case, and one to spare for pallets. */
export const maxPackLevels = 3;

/** What one source says of one pack: in which larger pack it stands, and what is known of its content. */
export interface PackRelation {
  /** Normal form of the pack's own code. */
  readonly code: string;
  /** Normal form of the next larger pack's code; absent for the outermost one. */
  readonly parent?: string;
  /** 1 is the smallest pack (包装级别 of 码上放心). */
  readonly level?: number;
  /** As the source writes it, e.g. `1:5:10`. */
  readonly packRatio?: string;
  readonly lot?: string;
  readonly boxStatus?: BoxStatus;
  readonly origin: Origin;
  /** Who reported it; '' when it was imported for the whole hub. */
  readonly tenant: string;
}

export interface StoredRelation extends PackRelation {
  readonly importId: string;
  /** epoch ms */
  readonly recordedAt: number;
  /** epoch ms: the pack was packed anew since, as the same source says. */
  readonly endedAt?: number;
  /** Another source names another parent. */
  readonly disputed: boolean;
}

export interface RelationPlan {
  readonly outcomes: ReadonlyArray<{
    readonly type: 'added' | 'unchanged' | 'changed' | 'repeated';
    /** The parents that other sources name. */
    readonly disputes: ReadonlyArray<{ readonly parent: string; readonly origin: Origin }>;
  }>;
  /** New or in place of what the same source said. */
  readonly insert: readonly StoredRelation[];
  readonly end: readonly StoredRelation[];
  /** Those kept before whose `disputed` changes to what stands in them here. */
  readonly mark: readonly StoredRelation[];
}

/**
 * Decides what becomes of relations given: a source's later word about a pack ends its earlier one (拼箱, 替换), which is kept; what
 * other sources say stands beside it. Pure.
 * @param known the current relations of all codes given
 */
export function planRelations(known: readonly StoredRelation[], given: readonly StoredRelation[]): RelationPlan {
  const byCode = new Map<string, StoredRelation[]>();
  for (const relation of known) byCode.set(relation.code, [...(byCode.get(relation.code) ?? []), relation]);
  const before = new Set(known);
  const end: StoredRelation[] = [];

  const outcomes = given.map((relation): RelationPlan['outcomes'][number] => {
    const all = byCode.get(relation.code) ?? [];
    const others = all.filter((one) => !sameSource(one, relation));
    const disputes = disputedParents(relation, others);
    const own = all.find((one) => sameSource(one, relation));
    if (own !== undefined && sameRelation(own, relation)) return { type: 'unchanged', disputes };
    // A document given again after a later one: the later one stands.
    if (own !== undefined && own.recordedAt > relation.recordedAt) return { type: 'unchanged', disputes };
    if (own !== undefined && own.importId === relation.importId) return { type: 'repeated', disputes };
    if (own !== undefined && before.has(own)) end.push(own);
    // Two words of one source about one code are never of one moment.
    const recordedAt = Math.max(relation.recordedAt, (own?.recordedAt ?? 0) + 1);
    byCode.set(relation.code, [...others, { ...relation, recordedAt }]);
    return { type: own === undefined ? 'added' : 'changed', disputes };
  });

  const insert: StoredRelation[] = [];
  const mark: StoredRelation[] = [];
  for (const code of new Set(given.map((relation) => relation.code))) {
    const all = byCode.get(code) ?? [];
    for (const relation of all) {
      const disputed = disputedParents(relation, all).length > 0;
      if (!before.has(relation)) insert.push({ ...relation, disputed });
      else if (disputed !== relation.disputed) mark.push({ ...relation, disputed });
    }
  }
  return { outcomes, insert, end, mark };
}

/** @returns the relation that is shown: of the most trusted origin, the latest. */
export function shownRelation(relations: readonly StoredRelation[]): StoredRelation | undefined {
  const [shown] = [...relations].sort(
    (left, right) => rankOf(left.origin) - rankOf(right.origin) || right.recordedAt - left.recordedAt,
  );
  return shown;
}

function sameSource(left: PackRelation, right: PackRelation): boolean {
  return left.origin === right.origin && left.tenant === right.tenant;
}

function sameRelation(left: PackRelation, right: PackRelation): boolean {
  const facts = ['parent', 'level', 'packRatio', 'lot', 'boxStatus'] as const;
  return facts.every((fact) => left[fact] === right[fact]);
}

function disputedParents(
  relation: PackRelation,
  all: readonly PackRelation[],
): ReadonlyArray<{ readonly parent: string; readonly origin: Origin }> {
  return all.flatMap(({ parent, origin, tenant }) => {
    const isOther = origin !== relation.origin || tenant !== relation.tenant;
    if (!isOther || parent === undefined || relation.parent === undefined || parent === relation.parent) return [];
    return [{ parent, origin }];
  });
}
