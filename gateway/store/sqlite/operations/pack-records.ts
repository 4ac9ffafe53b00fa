import { maxPackLevels } from '../../../../mappings/catalogue/relation.ts';
import type { MovementCells } from '../../finding-row.ts';
import { type RelationRow, relationColumns } from '../../product-row.ts';
import type { Db } from '../database.ts';

/** Of packs and the packs around them: movements in force, each pack's by time, and relations, also ended ones. */
export function packRecords(
  db: Db,
  codes: readonly string[],
): { readonly movements: readonly MovementCells[]; readonly relations: readonly RelationRow[] } {
  const { all, relations } = familyOf(db, codes);
  return { movements: db.lists<MovementCells>(movementsSql, [JSON.stringify([...all])]), relations };
}

export function relationsAround(db: Db, codes: readonly string[]): readonly RelationRow[] {
  return familyOf(db, codes).relations;
}

/** @returns the packs with all around them, whenever they lay there, and the relations that say so. */
function familyOf(db: Db, codes: readonly string[]) {
  const all = new Set(codes);
  const relations: RelationRow[] = [];
  let level: readonly string[] = [...all];
  for (let depth = 0; depth < maxPackLevels && level.length > 0; depth += 1) {
    const found = db.all<RelationRow>(relationsSql, [JSON.stringify(level)]);
    relations.push(...found);
    const parents = found.flatMap(({ parent, disputed }) => (parent === null || disputed === 1 ? [] : [parent]));
    level = [...new Set(parents)].filter((parent) => !all.has(parent));
    for (const parent of level) all.add(parent);
  }
  return { all, relations };
}

// One statement for all codes: called one by one, the calls cost as much as the index.
const relationsSql = `select ${relationColumns.map((column) => `r.${column}`).join(', ')}
  from json_each(?) j cross join pack_relation r on r.code = j.value`;
/** The id of an event whose day was dropped is empty. */
const movementsSql = `select c.value, coalesce(e.id, ''), c.tenant, c.institution, c.region, c.movement, c.occurred_at, c.facts,
    exists (select 1 from directory d where d.tenant = c.tenant and d.institution = c.institution)
  from json_each(?) j cross join code c on c.value = j.value left join event e on e.seq = c.event_seq
  where c.movement is not null and c.undone = 0 order by j.key, c.occurred_at, c.event_seq`;
