import type { Db } from './database.ts';
import { classify, type Failure } from './failure.ts';

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

/**
 * Group commit: all operations in one transaction, each in its own savepoint, one fsync for all. A mistake undoes only its own
 * operation; a failure of the database (disk full, I/O, lock) or of the commit undoes and fails them all.
 * @returns one reply per operation, in order, after the commit is on disk.
 */
export function runBatch(db: Db, operations: ReadonlyArray<(db: Db) => unknown>): Reply[] {
  try {
    db.raw.exec('begin immediate');
    const replies = operations.map((operation) => runOne(db, operation));
    db.raw.exec('commit');
    return replies;
  } catch (error) {
    const failure = classify(error);
    rollback(db);
    const reply: Reply = {
      ok: false,
      failure: failure.kind === 'mistake' ? { ...failure, kind: 'unavailable' } : failure,
    };
    return operations.map(() => reply);
  }
}

/** @throws the driver's error when the whole batch is lost. */
function runOne(db: Db, operation: (db: Db) => unknown): Reply {
  db.run('savepoint operation');
  try {
    const value = operation(db);
    db.run('release operation');
    return { ok: true, value };
  } catch (error) {
    const failure = classify(error);
    // Some errors make SQLite roll the whole transaction back by itself (sqlite.org/lang_transaction.html).
    if (failure.kind !== 'mistake' || !db.raw.isTransaction) throw error;
    db.run('rollback to operation');
    db.run('release operation');
    return { ok: false, failure };
  }
}

function rollback(db: Db): void {
  if (!db.raw.isTransaction) return;
  try {
    db.raw.exec('rollback');
  } catch (error) {
    // The connection is beyond use: the worker reopens the database, whose recovery completes the rollback.
    db.close();
    throw error;
  }
}
