import { maxPackLevels } from '../../../../mappings/catalogue/relation.ts';
import type { MovementRow } from '../../finding-row.ts';
import { type RelationRow, relationColumns } from '../../product-row.ts';
import type { Db } from '../database.ts';

/** Of packs and the packs around them: movements in force, each pack's by time, and relations, also ended ones. */
export function packRecords(
  db: Db,
  codes: readonly string[],
): { readonly movements: readonly MovementRow[]; readonly relations: readonly RelationRow[] } {
  const { all, relations } = familyOf(db, codes);
  const movements: MovementRow[] = [];
  for (const code of all) movements.push(...db.all<MovementRow>(movementsOfCode, [code]));
  return { movements, relations };
}

export function relationsAround(db: Db, codes: readonly string[]): readonly RelationRow[] {
  return familyOf(db, codes).relations;
}

/** @returns the packs with all around them, whenever they lay there, and the relations that say so. */
function familyOf(db: Db, codes: readonly string[]): { all: ReadonlySet<string>; relations: readonly RelationRow[] } {
  const all = new Set(codes);
  const relations: RelationRow[] = [];
  let level: readonly string[] = [...all];
  for (let depth = 0; depth < maxPackLevels && level.length > 0; depth += 1) {
    const parents: string[] = [];
    for (const code of level) {
      for (const relation of db.all<RelationRow>(relationsOfCode, [code])) {
        relations.push(relation);
        const { parent, disputed } = relation;
        if (parent === null || disputed === 1 || all.has(parent)) continue;
        all.add(parent);
        parents.push(parent);
      }
    }
    level = parents;
  }
  return { all, relations };
}

const relationsOfCode = `select ${relationColumns.join(', ')} from pack_relation where code = ?`;
/** The id of an event whose day was dropped is empty. */
const movementsOfCode = `select c.value, coalesce(e.id, '') as event_id, c.tenant, c.institution, c.region, c.movement, c.occurred_at, c.facts,
    exists (select 1 from directory d where d.tenant = c.tenant and d.institution = c.institution) as listed
  from code c left join event e on e.seq = c.event_seq
  where c.value = ? and c.movement is not null and c.undone = 0 order by c.occurred_at, c.event_seq`;
