import type { IdempotencyClaim, StoredReply } from '../../contract.ts';
import { dayOf } from '../../day.ts';
import { staleKeyClaimMs } from '../../tuning.ts';
import type { Db } from '../database.ts';

interface KeyRow {
  readonly fingerprint: string;
  readonly claimed_at: number;
  readonly status: number | null;
  readonly body: string | null;
}

/** A claim left by a request that died is taken over after `staleKeyClaimMs`. */
export function claimKey(db: Db, tenant: string, key: string, fingerprint: string, now: number): IdempotencyClaim {
  const row = db.get<KeyRow>(
    'select fingerprint, claimed_at, status, body from idempotency where tenant = :tenant and key = :key',
    { tenant, key },
  );
  if (row === undefined) {
    db.run(
      `insert into idempotency (tenant, key, day, fingerprint, claimed_at)
       values (:tenant, :key, :day, :fingerprint, :now)`,
      { tenant, key, day: dayOf(now), fingerprint, now },
    );
    return { type: 'claimed' };
  }
  if (row.fingerprint !== fingerprint) return { type: 'mismatch' };
  if (row.status !== null && row.body !== null)
    return { type: 'finished', reply: { status: row.status, body: row.body } };
  if (now - row.claimed_at < staleKeyClaimMs) return { type: 'running' };
  db.run('update idempotency set claimed_at = :now where tenant = :tenant and key = :key', { tenant, key, now });
  return { type: 'claimed' };
}

export function finishKey(db: Db, tenant: string, key: string, reply: StoredReply): void {
  db.run('update idempotency set status = :status, body = :body where tenant = :tenant and key = :key', {
    tenant,
    key,
    status: reply.status,
    body: reply.body,
  });
}

export function dropKey(db: Db, tenant: string, key: string): void {
  db.run('delete from idempotency where tenant = :tenant and key = :key and status is null', { tenant, key });
}
