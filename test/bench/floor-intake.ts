/** Floor of the intake: bare Express, express.json, one row per event, group-committed in the same kind of store. */
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import express from 'express';
import pg from 'pg';
import { argument, serveChild } from './serve-child.ts';

type Order = { store: 'sqlite'; path: string } | { store: 'postgres'; url: string };
type Insert = (rows: string[]) => Promise<void>;

if (isMainThread) {
  const order = argument as Order;
  const insert = order.store === 'sqlite' ? sqliteInsert(order.path) : await postgresInsert(order.url);
  let waiting: { row: string; done: () => void }[] = [];
  let running = 0;
  const flush = async (): Promise<void> => {
    if (running >= (order.store === 'sqlite' ? 1 : 2) || waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    running += 1;
    await insert(batch.map((entry) => entry.row));
    running -= 1;
    for (const entry of batch) entry.done();
    void flush();
  };
  const app = express();
  app.use(express.json());
  app.post('/events', (request, response) => {
    waiting.push({ row: JSON.stringify(request.body), done: () => response.status(202).json({ accepted: true }) });
    void flush();
  });
  const server = app.listen(0, '127.0.0.1', () => serveChild((server.address() as AddressInfo).port));
} else {
  const { path } = workerData as { path: string };
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)',
  );
  const statement = database.prepare('INSERT INTO event (body) VALUES (?)');
  parentPort?.on('message', (rows: string[]) => {
    database.exec('BEGIN IMMEDIATE');
    for (const row of rows) statement.run(row);
    database.exec('COMMIT');
    parentPort?.postMessage(rows.length);
  });
}

function sqliteInsert(path: string): Insert {
  const worker = new Worker(new URL(import.meta.url), { workerData: { path } });
  return (rows) =>
    new Promise((resolve) => {
      worker.once('message', () => resolve());
      worker.postMessage(rows);
    });
}

async function postgresInsert(url: string): Promise<Insert> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS floor_event (seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body TEXT NOT NULL)',
  );
  return async (rows) => {
    await pool.query('INSERT INTO floor_event (body) SELECT * FROM unnest($1::text[])', [rows]);
  };
}
