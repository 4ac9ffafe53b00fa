/**
 * Floor of the intake: bare Express, express.json, group commit in the same kind of store, nothing checked.
 * `rows: 'one'` stores the body as one row; `rows: 'same'` the rows the gateway stores too: the event, its codes, three deliveries.
 */
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import express from 'express';
import pg from 'pg';
import { argument, serveChild } from './serve-child.ts';

type Order = ({ store: 'sqlite'; path: string } | { store: 'postgres'; url: string }) & { rows: 'one' | 'same' };
type Body = { documentNo: string; lines: { codes: string[] }[] };
type Insert = (bodies: Body[]) => Promise<void>;

const deliveriesPerEvent = 3;
const tables = (seq: string) => `
  CREATE TABLE event (seq ${seq}, document_no TEXT NOT NULL, body TEXT NOT NULL);
  CREATE TABLE code (value TEXT NOT NULL, document_no TEXT NOT NULL);
  CREATE INDEX code_value ON code (value);
  CREATE TABLE delivery (document_no TEXT NOT NULL, link INTEGER NOT NULL, next_at BIGINT NOT NULL, PRIMARY KEY (document_no, link));
  CREATE INDEX delivery_due ON delivery (link, next_at);`;

if (isMainThread) {
  const order = argument as Order;
  const insert =
    order.store === 'sqlite' ? sqliteInsert(order.path, order.rows) : await postgresInsert(order.url, order.rows);
  const batches = order.store === 'sqlite' ? 1 : 2;
  let waiting: { body: Body; done: () => void }[] = [];
  let running = 0;
  const flush = async (): Promise<void> => {
    if (running >= batches || waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    running += 1;
    await insert(batch.map((entry) => entry.body));
    running -= 1;
    for (const entry of batch) entry.done();
    void flush();
  };
  const app = express();
  app.use(express.json());
  app.post('/events', (request, response) => {
    waiting.push({ body: request.body, done: () => response.status(202).json({ accepted: true }) });
    void flush();
  });
  const server = app.listen(0, '127.0.0.1', () => serveChild((server.address() as AddressInfo).port));
} else {
  const { path, rows } = workerData as { path: string; rows: Order['rows'] };
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; ${tables('INTEGER PRIMARY KEY')}`);
  const event = database.prepare('INSERT INTO event (document_no, body) VALUES (?, ?)');
  const code = database.prepare('INSERT INTO code (value, document_no) VALUES (?, ?)');
  const delivery = database.prepare('INSERT INTO delivery (document_no, link, next_at) VALUES (?, ?, ?)');
  parentPort?.on('message', (bodies: { documentNo: string; text: string; codes: string[] }[]) => {
    database.exec('BEGIN IMMEDIATE');
    for (const { documentNo, text, codes } of bodies) {
      event.run(documentNo, text);
      if (rows === 'one') continue;
      for (const value of codes) code.run(value, documentNo);
      for (let link = 0; link < deliveriesPerEvent; link += 1) delivery.run(documentNo, link, Date.now());
    }
    database.exec('COMMIT');
    parentPort?.postMessage(bodies.length);
  });
}

function flat(body: Body): { documentNo: string; text: string; codes: string[] } {
  return { documentNo: body.documentNo, text: JSON.stringify(body), codes: body.lines.flatMap((line) => line.codes) };
}

function sqliteInsert(path: string, rows: Order['rows']): Insert {
  const worker = new Worker(new URL(import.meta.url), { workerData: { path, rows } });
  return (bodies) =>
    new Promise((resolve) => {
      worker.once('message', () => resolve());
      worker.postMessage(bodies.map(flat));
    });
}

const oneRow = 'INSERT INTO event (document_no, body) SELECT * FROM unnest($1::text[], $2::text[])';
const sameRows = `WITH e AS (${oneRow}),
  c AS (INSERT INTO code (value, document_no) SELECT * FROM unnest($3::text[], $4::text[]))
  INSERT INTO delivery (document_no, link, next_at) SELECT d, l, $5 FROM unnest($1::text[]) d, generate_series(1, ${deliveriesPerEvent}) l`;

async function postgresInsert(url: string, rows: Order['rows']): Promise<Insert> {
  const pool = new pg.Pool({ connectionString: url, max: 2, options: '-c search_path=floor' });
  await pool.query('DROP SCHEMA IF EXISTS floor CASCADE');
  await pool.query('CREATE SCHEMA floor');
  await pool.query(tables('BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY'));
  return async (bodies) => {
    const flats = bodies.map(flat);
    const events = [flats.map((one) => one.documentNo), flats.map((one) => one.text)];
    if (rows === 'one') {
      await pool.query({ name: 'one', text: oneRow, values: events });
      return;
    }
    const codes = flats.flatMap((one) => one.codes.map((value) => [value, one.documentNo] as const));
    const values = [...events, codes.map(([value]) => value), codes.map(([, documentNo]) => documentNo), Date.now()];
    await pool.query({ name: 'same', text: sameRows, values });
  };
}
