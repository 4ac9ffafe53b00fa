import type { Db } from './database.ts';
import { classify, type Failure } from './failure.ts';

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

type Operation = (db: Db) => unknown;

/** Only this operation is at fault; its neighbours may go on. */
class Mistake extends Error {}

/**
 * Group commit: all operations in one transaction, one fsync for all. A mistake undoes only its own operation; a failure of the
 * database (disk full, I/O, lock) or of the commit undoes and fails them all. Mistakes are rare and savepoints are not free, so the
 * batch runs without them first; when an operation turns out to be one, everything is undone and run again, each in its own savepoint.
 * @returns one reply per operation, in order, after the commit is on disk.
 */
export function runBatch(db: Db, operations: readonly Operation[]): Reply[] {
  try {
    return transaction(db, () => operations.map((operation) => runPlain(db, operation)));
  } catch (error) {
    if (!(error instanceof Mistake)) return lost(operations, error);
  }
  try {
    return transaction(db, () => operations.map((operation) => runInSavepoint(db, operation)));
  } catch (error) {
    return lost(operations, error);
  }
}

/** @throws whatever `run` or the commit throws; then nothing of it is kept. */
function transaction(db: Db, run: () => Reply[]): Reply[] {
  try {
    db.run('begin immediate');
    const replies = run();
    db.run('commit');
    return replies;
  } catch (error) {
    rollback(db);
    throw error;
  }
}

/** @throws Mistake, or the driver's error when the whole batch is lost. */
function runPlain(db: Db, operation: Operation): Reply {
  try {
    return { ok: true, value: operation(db) };
  } catch (error) {
    if (classify(error).kind === 'mistake') throw new Mistake();
    throw error;
  }
}

/** @throws the driver's error when the whole batch is lost. */
function runInSavepoint(db: Db, operation: Operation): Reply {
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

function lost(operations: readonly Operation[], error: unknown): Reply[] {
  const failure = classify(error);
  const reply: Reply = {
    ok: false,
    failure: failure.kind === 'mistake' ? { ...failure, kind: 'unavailable' } : failure,
  };
  return operations.map(() => reply);
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
