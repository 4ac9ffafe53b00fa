import type { Db } from '../database.ts';

export interface SendingRow {
  readonly id: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  readonly ids: string;
  /** The try as an attempt (JSON). */
  readonly sending: string;
}

export function markSending(db: Db, mark: SendingRow): boolean {
  const changed = db.run(
    `update delivery set state = 'sending', ids = :ids, sending = :sending, first_sent_at = coalesce(first_sent_at, :now),
       due_at = :leaseUntil, updated_at = :now
     where id = :id and lease_owner = :owner`,
    { ...mark },
  );
  return changed === 1;
}

/** @returns the ids whose lease is still the owner's, prolonged. */
export function renew(db: Db, owner: string, ids: readonly string[], leaseUntil: number): string[] {
  const prolong = 'update delivery set due_at = :leaseUntil where id = :id and lease_owner = :owner';
  return ids.filter((id) => db.run(prolong, { id, owner, leaseUntil }) === 1);
}

/** A send that was under way stays `sending`: whoever claims it next must find out what became of it. */
export function release(db: Db, owner: string, ids: readonly string[] | undefined): void {
  const give = 'update delivery set lease_owner = null, due_at = next_at where lease_owner = :owner';
  if (ids === undefined) db.run(give, { owner });
  else for (const id of ids) db.run(`${give} and id = :id`, { owner, id });
}
