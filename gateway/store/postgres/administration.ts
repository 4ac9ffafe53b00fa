import type { ApiKey, IdempotencyClaim, StoredReply } from '../contract.ts';
import { dayOf } from '../day.ts';
import type { DirectoryRow } from '../directory-row.ts';
import { staleKeyClaimMs } from '../tuning.ts';
import type { Database } from './database.ts';

export async function putInstitution(database: Database, row: DirectoryRow): Promise<void> {
  await database.query('put-institution', putInstitutionSql, [
    row.tenant,
    row.institution,
    row.name,
    row.region,
    row.role,
    row.links,
    row.updated_at,
  ]);
}

export async function getInstitution(
  database: Database,
  tenant: string,
  institution: string,
): Promise<DirectoryRow | undefined> {
  const sql = 'select * from directory where tenant = $1 and institution = $2';
  return (await database.query<DirectoryRow>('get-institution', sql, [tenant, institution]))[0];
}

export async function putKey(database: Database, key: ApiKey): Promise<void> {
  const sql = `insert into api_key (hash, tenant, role, label, created_at) values ($1, $2, $3, $4, $5)
    on conflict (hash) do update set tenant = excluded.tenant, role = excluded.role, label = excluded.label`;
  await database.query('put-key', sql, [key.hash, key.tenant, key.role, key.label, key.createdAt]);
}

export async function findKey(database: Database, hash: string): Promise<ApiKey | undefined> {
  const sql = 'select hash, tenant, role, label, created_at as "createdAt" from api_key where hash = $1';
  return (await database.query<ApiKey>('find-key', sql, [hash]))[0];
}

export function keys(database: Database): Promise<ApiKey[]> {
  const sql =
    'select hash, tenant, role, label, created_at as "createdAt" from api_key order by tenant, created_at, hash';
  return database.query('keys', sql);
}

export async function revokeKey(database: Database, hash: string): Promise<void> {
  await database.query('revoke-key', 'delete from api_key where hash = $1', [hash]);
}

export async function hasKeys(database: Database): Promise<boolean> {
  return (await database.query('has-keys', 'select 1 from api_key limit 1')).length === 1;
}

/** A write of its own, to prove that one can still be made. */
export async function ping(database: Database): Promise<void> {
  await database.query(
    'ping',
    'insert into pulse (id, beats) values (1, 1) on conflict (id) do update set beats = pulse.beats + 1',
  );
}

interface KeyRow {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly body: string | null;
}

/** A claim left by a request that died is taken over after `staleKeyClaimMs`. */
export async function claimKey(
  database: Database,
  tenant: string,
  key: string,
  fingerprint: string,
  now: number,
): Promise<IdempotencyClaim> {
  const values = [tenant, key, dayOf(now), fingerprint, now, now - staleKeyClaimMs];
  const claimed = await database.query('claim-key', claimKeySql, values);
  if (claimed.length === 1) return { type: 'claimed' };
  const [row] = await database.query<KeyRow>(
    'find-idempotency',
    'select fingerprint, status, body from idempotency where tenant = $1 and key = $2',
    [tenant, key],
  );
  // Dropped between the two statements: the caller's next try will have it.
  if (row === undefined) return { type: 'running' };
  if (row.fingerprint !== fingerprint) return { type: 'mismatch' };
  if (row.status === null || row.body === null) return { type: 'running' };
  return { type: 'finished', reply: { status: row.status, body: row.body } };
}

export async function finishKey(database: Database, tenant: string, key: string, reply: StoredReply): Promise<void> {
  const sql = 'update idempotency set status = $3, body = $4 where tenant = $1 and key = $2';
  await database.query('finish-key', sql, [tenant, key, reply.status, reply.body]);
}

export async function dropKey(database: Database, tenant: string, key: string): Promise<void> {
  const sql = 'delete from idempotency where tenant = $1 and key = $2 and status is null';
  await database.query('drop-key', sql, [tenant, key]);
}

const putInstitutionSql = `insert into directory (tenant, institution, name, region, role, links, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (tenant, institution) do update set name = excluded.name, region = excluded.region, role = excluded.role,
    links = excluded.links, updated_at = excluded.updated_at`;

const claimKeySql = `insert into idempotency (tenant, key, day, fingerprint, claimed_at) values ($1, $2, $3, $4, $5)
  on conflict (tenant, key) do update set claimed_at = excluded.claimed_at
    where idempotency.status is null and idempotency.fingerprint = excluded.fingerprint and idempotency.claimed_at <= $6
  returning key`;
