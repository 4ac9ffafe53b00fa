import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runBatch } from '../../gateway/store/sqlite/batch.ts';
import { type Db, openReader, openWriter } from '../../gateway/store/sqlite/database.ts';

describe('group commit of the embedded store', () => {
  let folder: string;
  let db: Db;
  const insert = (value: string) => (connection: Db) =>
    connection.run(`insert into probe (value) values (:value)`, { value });
  const stored = () => db.all<{ value: string }>('select value from probe order by value').map((row) => row.value);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tracehub-batch-'));
    db = openWriter(join(folder, 'store.db'));
    db.raw.exec(`create table probe (value text primary key) strict;
      create table parent (id integer primary key);
      create table child (id integer references parent (id) deferrable initially deferred)`);
  });
  afterEach(() => {
    if (db.raw.isOpen) db.close();
    rmSync(folder, { recursive: true });
  });

  test('shows none of a batch to others before its one commit, then all', () => {
    const reader = openReader(join(folder, 'store.db'));
    const count = () => reader.get<{ n: number }>('select count(*) as n from probe')?.n;
    const replies = runBatch(db, [insert('a'), insert('b'), () => count(), insert('c')]);
    expect(replies.map((reply) => reply.ok && reply.value)).toEqual([1, 1, 0, 1]);
    expect(count()).toBe(3);
    reader.close();
  });

  test('undoes all of an operation that fails, and nothing of its neighbours', () => {
    const halfway = (connection: Db) => {
      insert('half')(connection);
      throw new RangeError('no');
    };
    const replies = runBatch(db, [insert('a'), halfway, insert('a'), insert('b')]);
    expect(replies.map((reply) => reply.ok)).toEqual([true, false, false, true]);
    expect(replies[1]).toMatchObject({ failure: { kind: 'mistake', message: 'no' } });
    expect(stored()).toEqual(['a', 'b']);
  });

  test('answers nobody with success when the commit itself fails', () => {
    const orphan = (connection: Db) => {
      connection.raw.exec('pragma defer_foreign_keys = on');
      return connection.run('insert into child (id) values (1)');
    };
    const replies = runBatch(db, [insert('a'), orphan]);
    expect(replies).toMatchObject([
      { ok: false, failure: { kind: 'unavailable' } },
      { ok: false, failure: { kind: 'unavailable' } },
    ]);
    expect(stored()).toEqual([]);
    expect(runBatch(db, [insert('b')])).toEqual([{ ok: true, value: 1 }]);
  });

  test('says full when the disk is, keeps nothing of the batch, and goes on once there is space', () => {
    db.raw.exec('pragma max_page_count = 1');
    const big = 'x'.repeat(200_000);
    const replies = runBatch(db, [insert('small'), insert(big)]);
    expect(replies.map((reply) => !reply.ok && reply.failure.kind)).toEqual(['full', 'full']);
    expect(stored()).toEqual([]);
    db.raw.exec('pragma max_page_count = 100000');
    expect(runBatch(db, [insert(big)])).toEqual([{ ok: true, value: 1 }]);
  });

  test('says unavailable, and asks for a fresh connection, when the file cannot be written', () => {
    db.raw.exec('pragma query_only = 1');
    expect(runBatch(db, [insert('a')])).toMatchObject([{ ok: false, failure: { kind: 'unavailable', broken: true } }]);
    db.close();
    db = openWriter(join(folder, 'store.db'));
    expect(runBatch(db, [insert('a')])).toEqual([{ ok: true, value: 1 }]);
  });

  test('waits for the disk at every commit, also in a file that was opened otherwise before', () => {
    db.close();
    const careless = new DatabaseSync(join(folder, 'store.db'));
    careless.exec('pragma synchronous = off');
    careless.close();
    db = openWriter(join(folder, 'store.db'));
    expect(db.get('pragma synchronous')).toEqual(expect.objectContaining({ synchronous: 2 }));
    expect(db.get('pragma journal_mode')).toEqual(expect.objectContaining({ journal_mode: 'wal' }));
  });
});
