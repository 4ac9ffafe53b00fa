import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Store, StoreError } from '../../gateway/store/contract.ts';
import { migratePostgres, openStore } from '../../gateway/store/index.ts';
import { toStoreError } from '../../gateway/store/postgres/failure.ts';
import { type Cluster, createCluster } from '../tools/postgres-cluster.ts';
import { sample } from './samples.ts';
import { type Place, places } from './stores.ts';

/** @returns the StoreError of an accept that fails; an accept that wrongly succeeds is an error. */
async function refusal(store: Store): Promise<StoreError> {
  try {
    await store.accept(sample());
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

/** Accepts as soon as the store has noticed that it is well again. */
async function acceptOnceHealed(store: Store): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      const item = sample();
      await store.accept(item);
      expect(await store.getEvent('chain-a', item.event.id)).toMatchObject({ id: item.event.id });
      return;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }
  throw new Error('did not heal');
}

describe('the embedded store', () => {
  let place: Place;
  let path: string;
  beforeAll(async () => {
    place = await places.sqlite();
    if (place.settings.driver === 'sqlite') path = place.settings.path;
  });
  afterAll(() => place.remove());

  test('is unavailable while another process locks the file, and heals by itself', async () => {
    const store = await openStore(place.settings);
    const intruder = new DatabaseSync(path);
    intruder.exec('begin immediate');
    const error = await refusal(store);
    expect(error.kind).toBe('unavailable');
    expect(error.retryAfterS).toBeGreaterThan(0);
    await expect(store.ping()).rejects.toThrow(StoreError);
    intruder.exec('rollback');
    intruder.close();
    await store.ping();
    await acceptOnceHealed(store);
    await store.close();
  });

  test('refuses calls after it was closed', async () => {
    const store = await openStore(place.settings);
    await store.close();
    expect((await refusal(store)).kind).toBe('unavailable');
  });

  test('finishes what was under way when it is closed', async () => {
    const store = await openStore(place.settings);
    const results = Promise.all(Array.from({ length: 50 }, () => store.accept(sample())));
    await store.close();
    expect((await results).every((result) => result.type === 'created')).toBe(true);
  });

  test('does not open what is no database', async () => {
    await expect(openStore({ driver: 'sqlite', path: `${path}/below-a-file.db` })).rejects.toThrow(StoreError);
    const text = `${path}.txt`;
    writeFileSync(text, 'not a database, but longer than the header of one: '.repeat(20));
    await expect(openStore({ driver: 'sqlite', path: text })).rejects.toThrow(StoreError);
  });
});

describe('the PostgreSQL store', () => {
  let cluster: Cluster;
  let store: Store;

  async function administer(...statements: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    try {
      for (const sql of statements) await client.query(sql);
    } finally {
      await client.end();
    }
  }
  const cutConnections = () =>
    administer(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tracehub'`);

  beforeAll(async () => {
    cluster = await createCluster();
    await migratePostgres(cluster.url);
    store = await openStore({ driver: 'postgres', url: cluster.url, maxConnections: 4 });
  }, 120_000);
  afterAll(async () => {
    await store?.close();
    await cluster?.remove();
  });

  test('survives the loss of its connections', async () => {
    await store.ping();
    await cutConnections();
    await acceptOnceHealed(store);
  });

  test('is unavailable while the server is down, and heals when it is back', async () => {
    await cluster.shutdown();
    const error = await refusal(store);
    expect(error.kind).toBe('unavailable');
    expect(error.message).not.toContain('scratch');
    await expect(store.ping()).rejects.toThrow(StoreError);
    await cluster.start();
    await acceptOnceHealed(store);
  }, 60_000);

  test('never says yes when the server dies in the middle of many accepts', async () => {
    const items = Array.from({ length: 400 }, () => sample());
    const results = Promise.allSettled(items.map((item) => store.accept(item)));
    await cluster.kill();
    const settled = await results;
    await cluster.start();
    await acceptOnceHealed(store);
    for (const [index, result] of settled.entries()) {
      const item = items[index];
      if (item === undefined) continue;
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StoreError);
      else expect(await store.getEvent('chain-a', item.event.id)).toMatchObject({ id: item.event.id });
      // Whatever became of it, giving it again never makes a second one.
      const again = await store.accept(item);
      if (result.status === 'fulfilled') expect(again.type).toBe('replayed');
    }
  }, 60_000);

  test('is unavailable while the server is read-only, as after a failover to a standby', async () => {
    await administer('alter database postgres set default_transaction_read_only = on');
    await cutConnections();
    let error = await refusal(store);
    for (let tries = 0; tries < 10 && !error.message.includes('25006'); tries += 1) error = await refusal(store);
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('25006') });
    await administer(
      'set default_transaction_read_only = off',
      'alter database postgres reset default_transaction_read_only',
    );
    await cutConnections();
    await acceptOnceHealed(store);
  });

  test('waits for the disk at every commit, even where the server is set not to', async () => {
    await administer('alter database postgres set synchronous_commit = off');
    const { openDatabase } = await import('../../gateway/store/postgres/database.ts');
    const database = openDatabase(cluster.url, 1);
    expect(await database.query('', 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await database.close();
    await administer('alter database postgres reset synchronous_commit');
  });

  test('tells a full disk from everything else, and quotes no row of the database', () => {
    const failure = (code: string) => Object.assign(new Error('text'), { code, detail: 'Key (person)=(320…)' });
    expect(toStoreError(failure('53100'))).toMatchObject({ kind: 'full' });
    for (const code of ['57P01', '08006', '25006', 'ECONNREFUSED', '53300']) {
      expect(toStoreError(failure(code))).toMatchObject({ name: 'StoreError', kind: 'unavailable' });
    }
    expect(toStoreError(failure('23505'))).toBeInstanceOf(RangeError);
    expect(JSON.stringify([toStoreError(failure('23505')), String(toStoreError(failure('08006')))])).not.toContain(
      '320',
    );
  });
});
