/**
 * The thread that owns a SQLite connection: takes batches of calls, answers each batch once, after its commit. The database is
 * opened again before the next batch when an error broke the connection, so that it heals without a restart.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { StoreMigrationError } from '../migrations.ts';
import { type Reply, runBatch } from './batch.ts';
import { type Db, openReader, openWriter } from './database.ts';
import { classify, type Failure } from './failure.ts';
import { bind, type Call, reads, writes } from './operations/index.ts';

export interface WorkerSettings {
  readonly path: string;
  readonly role: 'writer' | 'reader';
}

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly migration: boolean; readonly failure: Failure }
  | { readonly type: 'replies'; readonly replies: readonly Reply[] };

export type ToWorker = { readonly type: 'calls'; readonly calls: readonly Call[] } | { readonly type: 'close' };

const settings: WorkerSettings = workerData;
const port = parentPort;
if (port === null) throw new Error('to be started as a worker thread');

const open = () => (settings.role === 'writer' ? openWriter(settings.path) : openReader(settings.path));
let db: Db | undefined;

function run(calls: readonly Call[]): readonly Reply[] {
  try {
    db ??= open();
    const connection = db;
    const replies =
      settings.role === 'writer'
        ? runBatch(
            connection,
            calls.map((call) => bind(writes, call)),
          )
        : calls.map((call) => read(connection, call));
    if (replies.some((reply) => !reply.ok && reply.failure.broken)) reset();
    return replies;
  } catch (error) {
    reset();
    const failure = unusable(error);
    return calls.map(() => ({ ok: false, failure }));
  }
}

/** No database, no operation: whatever the reason, it is not the caller's mistake. */
function unusable(error: unknown): Failure {
  const failure = classify(error);
  return failure.kind === 'mistake' ? { ...failure, kind: 'unavailable' } : failure;
}

function read(connection: Db, call: Call): Reply {
  try {
    return { ok: true, value: bind(reads, call)(connection) };
  } catch (error) {
    return { ok: false, failure: classify(error) };
  }
}

function reset(): void {
  if (db?.raw.isOpen) db.close();
  db = undefined;
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'close') {
    reset();
    port.close();
    return;
  }
  port.postMessage({ type: 'replies', replies: run(message.calls) } satisfies FromWorker);
});

try {
  db = open();
  port.postMessage({ type: 'ready' } satisfies FromWorker);
} catch (error) {
  const migration = error instanceof StoreMigrationError;
  port.postMessage({ type: 'refused', migration, failure: unusable(error) } satisfies FromWorker);
}
