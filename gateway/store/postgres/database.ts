import pg from 'pg';
import { toStoreError } from './failure.ts';

/** Queries of the store; every failure is already a StoreError (or a RangeError for a caller's mistake). */
export interface Database {
  /** `name` prepares the statement once per connection. */
  query<Row>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs all of `work` on one connection, all or nothing. `lock`: only one such work of this number at a time, on any node. */
  transaction<T>(lock: number, work: (query: Database['query']) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const connectTimeoutMs = 5_000;
/** Ours, not the server's: a commit that waits for its standby must never be cancelled there, or it is acknowledged and lost. */
const queryTimeoutMs = 30_000;
const int8Oid = 20;

/**
 * synchronous_commit: a reply means the commit is on disk, whatever the server's default. enable_*: the statistics of a queue
 * table are wrong between two analyses (empty or a million rows), and a plan that does not walk an index is never right for us. jit: our
 * statements take less time than their compilation.
 */
const session = 'set synchronous_commit = on; set enable_seqscan = off; set enable_bitmapscan = off; set jit = off';

/** Connects lazily; a connection that was lost is replaced by the next query. */
export function openDatabase(url: string, maxConnections: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    application_name: 'tracehub',
    onConnect: async (client) => {
      await client.query(session);
    },
    types: { getTypeParser: parserOf },
  });
  // A lost idle connection: the pool has dropped it already, and the next query reports what is wrong, if anything still is.
  pool.on('error', () => undefined);
  return {
    async query<Row>(name: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
      try {
        return (await pool.query({ name, text, values: [...values] })).rows as Row[];
      } catch (error) {
        throw toStoreError(error);
      }
    },
    async transaction<T>(lock: number, work: (query: Database['query']) => Promise<T>): Promise<T> {
      const client = await pool.connect().catch((error: unknown) => {
        throw toStoreError(error);
      });
      let broken = true;
      try {
        await client.query('begin');
        await client.query('select pg_advisory_xact_lock($1)', [lock]);
        const result = await work(
          async <Row>(name: string, text: string, values: readonly unknown[] = []) =>
            (await client.query({ name, text, values: [...values] })).rows as Row[],
        );
        await client.query('commit');
        broken = false;
        return result;
      } catch (error) {
        throw toStoreError(error);
      } finally {
        // A connection in the middle of a transaction is closed; the server undoes what it held.
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** Times and counts are bigint there and stay below 2^53: numbers here. */
const parserOf: typeof pg.types.getTypeParser = (oid: number, format?: unknown) => {
  if (oid === int8Oid) return Number;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
};

/** @returns `json_to_recordset($n)` as a table of the given columns, so that a batch of any size is one parameter. */
export function recordset(parameter: number, columns: Readonly<Record<string, string>>): string {
  const list = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return `json_to_recordset($${parameter}::json) as input (${list.join(', ')})`;
}
