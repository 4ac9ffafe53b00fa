import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migratePostgres, openStore } from '../../gateway/store/index.ts';
import { claimSql } from '../../gateway/store/postgres/claim.ts';
import { type Database, openDatabase } from '../../gateway/store/postgres/database.ts';
import { openReader } from '../../gateway/store/sqlite/database.ts';
import { selectDue } from '../../gateway/store/sqlite/operations/claim.ts';
import { type ScratchPostgres, startPostgres } from '../tools/postgres.ts';
import { noon, sample } from './samples.ts';
import { places } from './stores.ts';

// A claim must cost the same with a thousand and with a million queued deliveries: it walks the due index and nothing else.

test('the embedded store claims from the due index, in its order', async () => {
  const place = await places.sqlite();
  if (place.settings.driver !== 'sqlite') throw new Error('not SQLite');
  await (await openStore(place.settings)).close();
  const db = openReader(place.settings.path);
  const values = { link: 'nhsa-hunan', now: noon, limit: 64 };
  const plan = db.all<{ detail: string }>(`explain query plan ${selectDue}`, values).map((row) => row.detail);
  expect(plan).toEqual([
    expect.stringMatching(/SEARCH d USING INDEX delivery_due \(link=\? AND due_at<\?\)/),
    expect.stringMatching(/SEARCH e USING INTEGER PRIMARY KEY/),
  ]);
  db.close();
  await place.remove();
});

describe('the PostgreSQL store', () => {
  let postgres: ScratchPostgres;
  let database: Database;
  const parameters = ["'nhsa-hunan'", String(noon), '64', "'node-1'", String(noon), String(noon)];
  const plan = async () => {
    const sql = claimSql.replaceAll(/\$(\d)/g, (_, number) => parameters[Number(number) - 1] ?? '');
    const rows = await database.query<Record<string, string>>('', `explain ${sql}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    await migratePostgres(postgres.url);
    database = openDatabase(postgres.url, 2);
  }, 120_000);
  afterAll(async () => {
    await database?.close();
    await postgres?.stop();
  });

  test.each([0, 3_000])('claims from the due index with %i deliveries and no statistics', async (count) => {
    const store = await openStore({ driver: 'postgres', url: postgres.url, maxConnections: 4 });
    await Promise.all(Array.from({ length: count }, () => store.accept(sample())));
    await store.close();
    const text = await plan();
    expect(text).toMatch(/Index Scan using delivery_due on delivery d/);
    expect(text).toMatch(/Index Scan using delivery_pkey on delivery d/);
    expect(text).toMatch(/Index (Only )?Scan using event_pkey on event/);
    expect(text).not.toMatch(/Seq Scan on (delivery|event|event_identity)/);
    expect(text.slice(text.indexOf('CTE due'), text.indexOf('CTE judged'))).not.toMatch(/Sort/);
  });
});
