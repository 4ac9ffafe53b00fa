import { requireDay } from '../day.ts';
import { type Database, recordset } from './database.ts';

export interface SendingRow {
  readonly id: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  readonly ids: string;
  /** The try as an attempt (JSON). */
  readonly sending: string;
}

/** @returns per row whether the lease was still its owner's. */
export async function markSendingBatch(database: Database, batch: readonly SendingRow[]): Promise<boolean[]> {
  const input = batch.map(({ leaseUntil, ...row }) => ({ ...row, lease_until: leaseUntil, day: requireDay(row.id) }));
  const rows = await database.query<{ id: string }>('mark-sending', markSendingSql, [JSON.stringify(input)]);
  const marked = new Set(rows.map((row) => row.id));
  return batch.map((row) => marked.has(row.id));
}

/** @returns the ids whose lease is still the owner's, prolonged. */
export async function renew(
  database: Database,
  owner: string,
  ids: readonly string[],
  leaseUntil: number,
): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    'renew',
    'update delivery set due_at = $1 where lease_owner = $2 and id = any($3::uuid[]) returning id',
    [leaseUntil, owner, ids],
  );
  return rows.map((row) => row.id);
}

/** A send that was under way stays `sending`: whoever claims it next must find out what became of it. */
export async function release(database: Database, owner: string, ids: readonly string[] | undefined): Promise<void> {
  const give = 'update delivery set lease_owner = null, due_at = next_at where lease_owner = $1';
  if (ids === undefined) await database.query('release', give, [owner]);
  else await database.query('release-some', `${give} and id = any($2::uuid[])`, [owner, ids]);
}

const sendingTypes = {
  id: 'uuid',
  day: 'integer',
  owner: 'text',
  now: 'bigint',
  lease_until: 'bigint',
  ids: 'text',
  sending: 'text',
};

const markSendingSql = `update delivery d set state = 'sending', ids = input.ids, sending = input.sending,
    first_sent_at = coalesce(d.first_sent_at, input.now), due_at = input.lease_until, updated_at = input.now
  from ${recordset(1, sendingTypes)}
  where d.day = input.day and d.id = input.id and d.lease_owner = input.owner
  returning d.id`;
