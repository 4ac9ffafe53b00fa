import type { HeldInstitution } from '../../contract.ts';
import type { Db } from '../database.ts';

/** @returns the hold that keeps an institution's work on a link at rest: the link's own first. */
export function coveringHold(
  db: Db,
  link: string,
  { tenant, institution }: HeldInstitution,
): { readonly reason: string } | undefined {
  return db.get<{ reason: string }>(
    `select reason from hold where link = ? and tenant in ('', ?) and institution in ('', ?) and ending = 0
     order by institution limit 1`,
    [link, tenant, institution],
  );
}

/** @returns whether any hold is on at all: mostly none is, and nothing needs a closer look. */
export function anyHold(db: Db): boolean {
  return db.get('select 1 from hold where ending = 0 limit 1', []) !== undefined;
}

/** @returns whether any hold is on for the link or one of its institutions. */
export function hasHolds(db: Db, link: string): boolean {
  return db.get('select 1 from hold where link = :link and ending = 0 limit 1', { link }) !== undefined;
}

/** @returns whether the whole link is on hold. */
export function linkOnHold(db: Db, link: string): boolean {
  const row = db.get(`select 1 from hold where link = :link and institution = '' and ending = 0`, { link });
  return row !== undefined;
}

/**
 * Puts one delivery to rest under a hold: queued work becomes `held`; `pending`, `unknown` and a `sending` left by a crash keep
 * their state, which says what is known of them, but are not due any more.
 */
export function rest(db: Db, seq: number, reason: string, now: number): void {
  db.run(
    `update delivery set
       reason = case state when 'queued' then :reason else reason end,
       state = case state when 'queued' then 'held' else state end,
       hold = 'hold', due_at = null, lease_owner = null, updated_at = :now
     where seq = :seq`,
    { seq, reason, now },
  );
}
