import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { migratePostgres, openStore, StoreMigrationError } from '../../gateway/store/index.ts';
import { loadMigrations, pendingMigrations } from '../../gateway/store/migrations.ts';
import { type ScratchPostgres, startPostgres } from '../tools/postgres.ts';
import { sample } from './samples.ts';
import { places } from './stores.ts';

/** Every migration of this release. */
const all = [
  '0001-initial.sql',
  '0002-settlement-and-withdrawal.sql',
  '0003-catalogue.sql',
  '0006-holds-by-tenant.sql',
  '0007-ledger.sql',
  '0008-uncoded-stock.sql',
  '0009-refused-documents.sql',
];

const migration = (name: string, checksum = name) => ({ name, checksum, sql: '' });

describe('forward-only migrations', () => {
  const known = [migration('0001-a.sql'), migration('0002-b.sql'), migration('0003-c.sql')];

  test('are applied from where the database stands', () => {
    expect(pendingMigrations(known, [])).toEqual(known);
    expect(pendingMigrations(known, known.slice(0, 2))).toEqual(known.slice(2));
    expect(pendingMigrations(known, known)).toEqual([]);
  });

  test('refuse one that was changed after it had been applied', () => {
    expect(() => pendingMigrations(known, [migration('0001-a.sql', 'other')])).toThrow(StoreMigrationError);
  });

  test('refuse a database that a newer release has used, or that skipped one', () => {
    expect(() => pendingMigrations(known, [...known, migration('0004-d.sql')])).toThrow(/0004-d\.sql/);
    expect(() => pendingMigrations(known, [migration('0002-b.sql')])).toThrow(StoreMigrationError);
  });
});

describe('the embedded store', () => {
  test('migrates itself at open and refuses a changed migration', async () => {
    const place = await places.sqlite();
    if (place.settings.driver !== 'sqlite') throw new Error('not SQLite');
    const store = await openStore(place.settings);
    await store.accept(sample());
    await store.close();
    const database = new DatabaseSync(place.settings.path);
    expect(database.prepare('select name from migration').all()).toHaveLength(all.length);
    database.exec("update migration set checksum = 'other'");
    database.close();
    await expect(openStore(place.settings)).rejects.toThrow(/0001-initial\.sql was changed/);
    await expect(openStore(place.settings)).rejects.toBeInstanceOf(StoreMigrationError);
    await place.remove();
  });
});

describe('the PostgreSQL store', () => {
  let postgres: ScratchPostgres;
  const open = async () => {
    const store = await openStore({ driver: 'postgres', url: postgres.url, maxConnections: 2 });
    await store.close();
  };
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 120_000);
  afterAll(() => postgres?.stop());

  test('refuses to open before the migrations are applied, and says what to do', async () => {
    await expect(open()).rejects.toBeInstanceOf(StoreMigrationError);
    await expect(open()).rejects.toThrow(/0001-initial\.sql.*npm run migrate/);
  });

  test('is migrated once, even by two runs at the same time', async () => {
    const runs = await Promise.all([migratePostgres(postgres.url), migratePostgres(postgres.url)]);
    expect(runs.flat()).toEqual(all);
    await open();
    expect(await migratePostgres(postgres.url)).toEqual([]);
  });

  test('refuses a changed migration, at open and at migrate', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query("update migration set checksum = 'other'");
    await client.end();
    await expect(open()).rejects.toBeInstanceOf(StoreMigrationError);
    await expect(migratePostgres(postgres.url)).rejects.toBeInstanceOf(StoreMigrationError);
  });
});

test('a hold of an institution goes on for every tenant that has one of this code, and a link’s for all', () => {
  const files = loadMigrations(new URL('../../gateway/store/sqlite/migrations/', import.meta.url));
  const at = files.findIndex(({ name }) => name.endsWith('-holds-by-tenant.sql'));
  const db = new DatabaseSync(':memory:');
  for (const { sql } of files.slice(0, at)) db.exec(sql);
  const entry = db.prepare("insert into directory values (?, ?, '', '', 'pharmacy', '{}', 0)");
  for (const [tenant, code] of [['A', 'P1'] as const, ['B', 'P1'] as const, ['A', 'P2'] as const])
    entry.run(tenant, code);
  const hold = db.prepare("insert into hold (link, institution, reason, since, actor) values (?, ?, 'r', 1, 'sre')");
  hold.run('a', 'P1');
  hold.run('b', '');
  db.exec(files[at]?.sql ?? '');
  const rows = db.prepare('select link, tenant, institution, reason, since from hold order by link, tenant').all();
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['a', 'A', 'P1', 'r', 1],
    ['a', 'B', 'P1', 'r', 1],
    ['b', '', '', 'r', 1],
  ]);
  db.close();
});
