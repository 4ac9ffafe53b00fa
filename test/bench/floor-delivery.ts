/** Floor of one delivery: a bare undici POST and one batched state write in SQLite (same durability). Run on request: `deliver n`. */
import { DatabaseSync } from 'node:sqlite';
import { Pool } from 'undici';
import { saleText } from './sale.ts';
import { argument, serveChild } from './serve-child.ts';

const { port, path } = argument as { port: number; path: string };
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1 });
const database = new DatabaseSync(path);
database.exec(
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE delivery (seq INTEGER PRIMARY KEY, state TEXT NOT NULL)',
);
const insert = database.prepare("INSERT INTO delivery (state) VALUES ('queued')");
const update = database.prepare("UPDATE delivery SET state = 'delivered' WHERE seq = ?");

/** @returns CPU seconds for n deliveries, 64 at a time, states written in batches of what has finished. */
async function deliver(n: number): Promise<number> {
  database.exec('BEGIN');
  const first = Number(database.prepare('SELECT coalesce(max(seq), 0) + 1 AS first FROM delivery').get()?.first);
  for (let i = 0; i < n; i += 1) insert.run();
  database.exec('COMMIT');
  const bodies = Array.from({ length: 256 }, (_, i) => saleText(i));
  let next = 0;
  let finished: number[] = [];
  const flush = () => {
    if (finished.length === 0) return;
    database.exec('BEGIN IMMEDIATE');
    for (const seq of finished) update.run(seq);
    database.exec('COMMIT');
    finished = [];
  };
  const before = process.cpuUsage();
  const loop = async () => {
    while (next < n) {
      const at = next++;
      const reply = await pool.request({
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/json' },
        body: bodies[at % 256] ?? '',
      });
      await reply.body.text();
      finished.push(first + at);
      if (finished.length >= 32) flush();
    }
  };
  await Promise.all(Array.from({ length: 64 }, loop));
  flush();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}
serveChild('ready', { deliver: (n) => deliver(n as number) });
