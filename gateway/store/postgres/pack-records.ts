import { maxPackLevels, type StoredRelation } from '../../../mappings/catalogue/relation.ts';
import type { PackRecords } from '../../ledger/contract.ts';
import { storable } from '../code-rows.ts';
import { fromMovementRow, type MovementRow } from '../finding-row.ts';
import { fromRelationRow, type RelationRow, relationColumns } from '../product-row.ts';
import type { Database } from './database.ts';

/** Of packs and the packs around them, in two questions at once. */
export async function packRecords(database: Database, codes: readonly string[]): Promise<PackRecords> {
  if (codes.length === 0) return { movements: [], relations: [] };
  const [movements, relations] = await Promise.all([
    database.query<MovementRow>('pack-movements', movementsSql, [codes.map(storable)]),
    relationsAround(database, codes),
  ]);
  return { movements: movements.map(fromMovementRow), relations };
}

export async function relationsAround(database: Database, codes: readonly string[]): Promise<StoredRelation[]> {
  if (codes.length === 0) return [];
  return (await database.query<RelationRow>('pack-relations', relationsSql, [codes.map(storable)])).map(
    fromRelationRow,
  );
}

/** `union` keeps each pack once per level. */
const family = `with recursive family (code, level) as (
  select unnest($1::text[]), 0
  union select r.parent, f.level + 1 from family f join pack_relation r on r.code = f.code
  where r.parent is not null and r.disputed = 0 and f.level < ${maxPackLevels}
)`;

const relationsSql = `${family} select ${relationColumns.map((column) => `r.${column}`).join(', ')}
  from (select distinct code from family where level < ${maxPackLevels}) as pack join pack_relation r on r.code = pack.code`;

const movementsSql = `${family} select c.value, c.event_id, c.tenant, c.institution, c.region, c.movement, c.occurred_at, c.facts,
    case when exists (select 1 from directory d where d.tenant = c.tenant and d.institution = c.institution) then 1 else 0 end as listed
  from (select distinct code from family) as pack join code c on c.value = pack.code
  where c.movement is not null and c.undone = 0 order by c.value, c.occurred_at, c.event_id`;
