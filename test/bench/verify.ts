import { DatabaseSync } from 'node:sqlite';
import { makeHub } from './hub.ts';
import { Bench } from './lab.ts';
import { packOf } from './packs.ts';
import { percentile } from './stats.ts';

export interface VerifyFigures {
  /** In the ledger. */
  readonly packs: number;
  readonly basket: Latency;
  readonly full: Latency;
  /** The same 200 codes by a bare indexed select, one by one, in milliseconds. */
  readonly floorFullP99Ms: number;
}

interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A customer's packs, and the most that one call may ask. */
const basketCodes = 5;
const fullCodes = 200;
/** Packs of one goods receipt. */
const packsPerEvent = 100;
/** Between two customers of one till. */
const pauseMs = 5;

/**
 * POST /v1/codes/verify of one till against a ledger of many packs, each received and half of them sold: random packs, so that every
 * answer is read from somewhere else in the index. Local evidence only: no platform knows how to verify.
 */
export async function measureVerify(packs: number, requests: number): Promise<VerifyFigures> {
  const bench = await Bench.open();
  try {
    const sink = await bench.sink();
    const hub = await makeHub(bench.dir, 'verify', await bench.store('sqlite'), [sink.ready]);
    if (hub.store.driver !== 'sqlite') throw new Error('SQLite is measured');
    fill(hub.store.path, packs);
    const gateway = await bench.gateway({ role: 'all', config: hub.config });
    const till = await bench.till();
    const measure = async (codes: number): Promise<Latency> => {
      const { port } = gateway.ready;
      const times = await till.ask<number[]>('ask', { port, key: hub.key, packs, codes, calls: requests, pauseMs });
      return { p50Ms: percentile(times, 50), p99Ms: percentile(times, 99) };
    };
    const basket = await measure(basketCodes);
    const full = await measure(fullCodes);
    return { packs, basket, full, floorFullP99Ms: floor(hub.store.path, packs, requests) };
  } finally {
    await bench.close();
  }
}

/** Receipts and sales as the gateway writes them, without the gateway: what counts is the size of the index. */
function fill(path: string, packs: number): void {
  const db = new DatabaseSync(path);
  db.exec('pragma synchronous = off; pragma cache_size = -1000000; begin');
  db.exec(`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${Math.ceil(packs / packsPerEvent)})
    insert into event (seq, id, day, tenant, institution, kind, document_no, fingerprint, occurred_at, accepted_at, notes, payload)
    select 1 + i, printf('0190f3a2-7c1e-7b33-9a55-%012x', i), 20260701, 'bench', 'P43010000001', 'purchase-in', 'D' || i, '', 0, 0, '[]', '{}' from n`);
  const insert = (movement: string, every: number) =>
    db.exec(`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${packs})
      insert or ignore into code (value, event_seq, line, raw, kind, institution, day, tenant, movement, region, occurred_at)
      select '8' || substr(printf('%d', 1000000 + i % 5000), -6) || printf('%013d', i), 1 + i / ${packsPerEvent}, ${every}, 0,
        'drug-trace', 'P43010000001', 20260701, 'bench', '${movement}', '430102', 1782864000000 + ${every}
      from n where i % ${every + 1} = 0 order by 1`);
  insert('purchase-in', 0);
  insert('retail-sale', 1);
  db.exec('commit; pragma wal_checkpoint(truncate)');
  db.close();
}

function floor(path: string, packs: number, requests: number): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const select = db.prepare('select * from code where value = ?');
  const times = Array.from({ length: requests }, () => {
    const before = performance.now();
    for (let done = 0; done < fullCodes; done += 1) select.all(packOf(Math.floor(Math.random() * packs)));
    return performance.now() - before;
  });
  db.close();
  return percentile(times, 99);
}
