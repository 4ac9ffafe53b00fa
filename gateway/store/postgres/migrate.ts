import pg from 'pg';
import { loadMigrations, pendingMigrations, StoreMigrationError } from '../migrations.ts';
import type { Database } from './database.ts';
import { toStoreError } from './failure.ts';

interface AppliedRow {
  readonly name: string;
  readonly checksum: string;
}

const folder = new URL('./migrations/', import.meta.url);
/** Advisory lock of the migration run: an arbitrary number of ours, so that two runs do not meet. */
const lockId = 7_341_902;

/**
 * Applies pending migrations, each in its own transaction.
 * @returns the names of those applied now.
 * @throws StoreMigrationError for a changed or unknown one; StoreError when the database cannot be reached.
 */
export async function migratePostgres(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'tracehub migrate' });
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [lockId]);
    await client.query('create table if not exists migration (name text primary key, checksum text not null)');
    const applied = await client.query<AppliedRow>('select name, checksum from migration order by name');
    const pending = pendingMigrations(loadMigrations(folder), applied.rows);
    for (const migration of pending) {
      await client.query('begin');
      await client.query(migration.sql);
      await client.query('insert into migration (name, checksum) values ($1, $2)', [
        migration.name,
        migration.checksum,
      ]);
      await client.query('commit');
    }
    return pending.map((migration) => migration.name);
  } catch (error) {
    throw error instanceof StoreMigrationError ? error : toStoreError(error);
  } finally {
    await client.end();
  }
}

/** @throws StoreMigrationError unless exactly this release's migrations are applied. */
export async function checkMigrated(database: Database): Promise<void> {
  const [table] = await database.query<{ present: boolean }>(
    'migration-table',
    "select to_regclass('migration') is not null as present",
  );
  const applied = table?.present
    ? await database.query<AppliedRow>('migration-applied', 'select name, checksum from migration order by name')
    : [];
  const pending = pendingMigrations(loadMigrations(folder), applied);
  if (pending.length === 0) return;
  const names = pending.map((migration) => migration.name).join(', ');
  throw new StoreMigrationError(`the database lacks ${names}: run npm run migrate, then start again`);
}
