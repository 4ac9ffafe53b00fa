import type { HeldInstitution, Hold } from '../../contract.ts';
import { holdChunk } from '../../tuning.ts';
import type { Db } from '../database.ts';
import { coveringHold, rest } from './hold-rules.ts';

export interface HoldRow {
  readonly link: string;
  readonly tenant: string;
  readonly institution: string;
  readonly reason: string;
  readonly since: number;
  readonly actor: string;
}

/** From here on nothing of the link (or institution) is claimed; the queue comes to rest by `sweepHold`. A hold that is on stays as it is. */
export function beginHold(db: Db, hold: HoldRow): void {
  db.run(
    `insert into hold (link, tenant, institution, reason, since, actor)
     values (:link, :tenant, :institution, :reason, :since, :actor)
     on conflict do update set reason = excluded.reason, since = excluded.since, actor = excluded.actor, ending = 0
       where ending = 1`,
    { ...hold },
  );
}

/** Brings a chunk of due work to rest. @returns whether more is left. */
export function sweepHold(db: Db, hold: HoldRow): boolean {
  const { link, tenant, institution } = hold;
  const rows = db.all<HeldInstitution & { seq: number }>(
    `select seq, tenant, institution from delivery where link = :link and due_at is not null and lease_owner is null
       and (:institution = '' or tenant = :tenant and institution = :institution) limit :limit`,
    { link, tenant, institution, limit: holdChunk },
  );
  for (const row of rows) {
    const cover = coveringHold(db, link, row);
    if (cover === undefined) return false;
    rest(db, row.seq, cover.reason, hold.since);
  }
  return rows.length === holdChunk;
}

/** The hold ends, or never was: then only what the directory lacked is freed. `freeResting` does the work, `endHold` forgets it. */
export function beginUnhold(db: Db, link: string, { tenant, institution }: HeldInstitution): void {
  db.run(
    `insert into hold (link, tenant, institution, reason, since, actor, ending)
     values (:link, :tenant, :institution, '', 0, '', 1)
     on conflict do update set ending = 1`,
    { link, tenant, institution },
  );
  if (institution === '') return;
  // The institution's data is there now: what the link itself still holds waits for that hold only.
  db.run(
    `update delivery set hold = 'hold'
     where link = :link and tenant = :tenant and institution = :institution and hold = 'settings'`,
    { link, tenant, institution },
  );
}

/** Queues a chunk of rested work again, oldest first, due since it was accepted. @returns whether more is left. */
export function freeResting(db: Db, link: string, { tenant, institution }: HeldInstitution): boolean {
  const freed = db.run(
    `update delivery set
       state = case state when 'held' then 'queued' else state end,
       reason = case state when 'held' then null else reason end,
       next_at = case state when 'held' then created_at else next_at end,
       due_at = case state when 'held' then created_at else coalesce(next_at, created_at) end,
       hold = null
     where seq in (select d.seq from delivery d where d.link = :link and d.hold = 'hold'
       and (:institution = '' or d.tenant = :tenant and d.institution = :institution)
       and not exists (select 1 from hold h where h.link = d.link and h.tenant in ('', d.tenant)
         and h.institution in ('', d.institution) and h.ending = 0)
       limit :limit)`,
    { link, tenant, institution, limit: holdChunk },
  );
  return freed === holdChunk;
}

export function endHold(db: Db, link: string, { tenant, institution }: HeldInstitution): void {
  db.run('delete from hold where link = :link and tenant = :tenant and institution = :institution and ending = 1', {
    link,
    tenant,
    institution,
  });
}

/** @returns the holds whose end was begun but not finished, e.g. by a crash. */
export function endingHolds(db: Db): Array<HeldInstitution & { link: string }> {
  return db.all('select link, tenant, institution from hold where ending = 1');
}

export function holds(db: Db): Hold[] {
  const rows = db.all<HoldRow>(
    'select link, tenant, institution, reason, since, actor from hold where ending = 0 order by link, institution, tenant',
  );
  return rows.map(({ tenant, institution, ...hold }) => (institution === '' ? hold : { ...hold, tenant, institution }));
}
