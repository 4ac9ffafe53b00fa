import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { loadMigrations, pendingMigrations } from '../migrations.ts';

/** By name, or one value per `?`: by position costs half of what an insert of a wide row costs by name (docs/decisions/0055). */
export type Params = Readonly<Record<string, SQLInputValue>> | readonly SQLInputValue[];

/** One connection and its prepared statements. Rows come back as the STRICT tables guarantee them; `T` names their columns. */
export interface Db {
  readonly raw: DatabaseSync;
  run(sql: string, params?: Params): number;
  get<T>(sql: string, params?: Params): T | undefined;
  all<T>(sql: string, params?: Params): T[];
  /** Rows as lists in the order of their columns: a third of what objects cost to hand to another thread. */
  lists<T extends readonly unknown[]>(sql: string, params?: Params): T[];
  close(): void;
}

/** WAL pages before a commit also checkpoints: 4,000 pages of 4 KB. A separate checkpointer let the WAL grow to 2 GB when measured. */
const checkpointPages = 4_000;
/** Codes arrive in no order: their index is what the writer's cache is for. Reads have the system's cache behind them. */
const writerCacheKiB = 65_536;
const readerCacheKiB = 16_384;
const busyTimeoutMs = 2_000;

const migrationFolder = new URL('./migrations/', import.meta.url);

/**
 * Opens the writing connection: WAL, synchronous=FULL (both verified, some builds reopen a WAL database at NORMAL), pending
 * migrations applied.
 * @throws StoreMigrationError, or the driver's error.
 */
export function openWriter(path: string): Db {
  mkdirSync(dirname(path), { recursive: true });
  const raw = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    raw.exec(`pragma journal_mode = wal; pragma synchronous = full;
      pragma wal_autocheckpoint = ${checkpointPages}; pragma cache_size = -${writerCacheKiB}; pragma temp_store = memory`);
    verify(raw, 'journal_mode', 'wal');
    verify(raw, 'synchronous', 2);
    migrate(raw);
    return wrap(raw);
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** Opens a connection that cannot write. The database must exist. */
export function openReader(path: string): Db {
  const raw = new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly: true });
  raw.exec(`pragma cache_size = -${readerCacheKiB}; pragma temp_store = memory`);
  return wrap(raw);
}

function verify(raw: DatabaseSync, pragma: string, expected: string | number): void {
  const value = raw.prepare(`pragma ${pragma}`).get()?.[pragma];
  if (value !== expected)
    throw new Error(`SQLite keeps ${pragma} at ${value}, not ${expected}: refusing to run without it`);
}

function migrate(raw: DatabaseSync): void {
  raw.exec(
    'create table if not exists migration (name text primary key, checksum text not null) strict, without rowid',
  );
  const applied = raw.prepare('select name, checksum from migration order by name').all();
  const rows = applied.map((row) => ({ name: String(row.name), checksum: String(row.checksum) }));
  for (const migration of pendingMigrations(loadMigrations(migrationFolder), rows)) {
    raw.exec('begin immediate');
    try {
      raw.exec(migration.sql);
      raw.prepare('insert into migration (name, checksum) values (?, ?)').run(migration.name, migration.checksum);
      raw.exec('commit');
    } catch (error) {
      if (raw.isTransaction) raw.exec('rollback');
      throw error;
    }
  }
}

/** Array.isArray alone does not narrow readonly arrays. */
function isValues(params: Params): params is readonly SQLInputValue[] {
  return Array.isArray(params);
}

function wrap(raw: DatabaseSync): Db {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = raw.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const listings = new Map<string, StatementSync>();
  const listing = (sql: string): StatementSync => {
    const known = listings.get(sql);
    if (known !== undefined) return known;
    const statement = raw.prepare(sql);
    statement.setReturnArrays(true);
    listings.set(sql, statement);
    return statement;
  };
  return {
    raw,
    run(sql, params = {}) {
      const statement = prepared(sql);
      return Number((isValues(params) ? statement.run(...params) : statement.run(params)).changes);
    },
    get<T>(sql: string, params: Params = {}) {
      const statement = prepared(sql);
      return (isValues(params) ? statement.get(...params) : statement.get(params)) as T | undefined;
    },
    all<T>(sql: string, params: Params = {}) {
      const statement = prepared(sql);
      return (isValues(params) ? statement.all(...params) : statement.all(params)) as T[];
    },
    lists<T extends readonly unknown[]>(sql: string, params: Params = {}) {
      const statement = listing(sql);
      return (isValues(params) ? statement.all(...params) : statement.all(params)) as unknown as T[];
    },
    close: () => raw.close(),
  };
}
