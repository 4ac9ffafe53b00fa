import type { ApiKey } from '../../contract.ts';
import type { DirectoryRow } from '../../directory-row.ts';
import type { Db } from '../database.ts';

export function putInstitution(db: Db, row: DirectoryRow): void {
  db.run(
    `insert or replace into directory (tenant, institution, name, region, role, links, updated_at)
     values (:tenant, :institution, :name, :region, :role, :links, :updated_at)`,
    { ...row },
  );
}

export function getInstitution(db: Db, tenant: string, institution: string): DirectoryRow | undefined {
  return db.get('select * from directory where tenant = :tenant and institution = :institution', {
    tenant,
    institution,
  });
}

export function putKey(db: Db, key: ApiKey): void {
  db.run(
    `insert or replace into api_key (hash, tenant, role, label, created_at)
     values (:hash, :tenant, :role, :label, :createdAt)`,
    { ...key },
  );
}

export function findKey(db: Db, hash: string): ApiKey | undefined {
  return db.get('select hash, tenant, role, label, created_at as createdAt from api_key where hash = :hash', { hash });
}

export function keys(db: Db): ApiKey[] {
  return db.all(
    'select hash, tenant, role, label, created_at as createdAt from api_key order by tenant, created_at, hash',
  );
}

export function revokeKey(db: Db, hash: string): void {
  db.run('delete from api_key where hash = :hash', { hash });
}

export function hasKeys(db: Db): boolean {
  return db.get('select 1 from api_key limit 1') !== undefined;
}

/** A write of its own, to prove that one can still be made. */
export function ping(db: Db): void {
  db.run('insert into pulse (id, beats) values (1, 1) on conflict do update set beats = beats + 1');
}
