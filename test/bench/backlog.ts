import { randomUUID } from 'node:crypto';
import { createUuidv7 } from '../../gateway/intake/index.ts';
import type { NewEvent, Store } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { makeHub } from './hub.ts';
import { Bench, until } from './lab.ts';
import { saleText } from './sale.ts';
import { median } from './stats.ts';

export interface BacklogFigures {
  readonly queued: number;
  readonly rssMiB: number;
  readonly claimSmallMs: number;
  readonly claimLargeMs: number;
}

const small = 1_000;
const links = ['link-0', 'link-1', 'link-2'];

/** Memory of the gateway with a large backlog behind dead links, and the time of one claim of 64 with 1,000 and with all of them queued. */
export async function measureBacklog(queued: number): Promise<BacklogFigures> {
  const bench = await Bench.open();
  try {
    const settings = await bench.store('sqlite');
    const sink = await bench.sink(5, 'hang');
    const hub = await makeHub(bench.dir, 'backlog', settings, [sink.ready, sink.ready, sink.ready]);
    const store = await openStore(settings);
    await fill(store, small, 'S');
    const claimSmallMs = await claimMs(store);
    await fill(store, queued - small, 'L');
    const claimLargeMs = await claimMs(store);
    await store.close();
    const gateway = await bench.gateway({ role: 'all', config: hub.config });
    await until('dead links tried', async () => (await sink.ask<number>('peak')) > 0, 30_000);
    let rss = 0;
    for (let second = 0; second < 20; second += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      rss = Math.max(rss, await gateway.rss());
    }
    return { queued, rssMiB: rss / 2 ** 20, claimSmallMs, claimLargeMs };
  } finally {
    await bench.close();
  }
}

/** Puts `deliveries` deliveries (three per event) into the store through its own accept. */
async function fill(store: Store, deliveries: number, run: string): Promise<void> {
  const newId = createUuidv7();
  const events = Math.ceil(deliveries / links.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < events) {
      const at = next++;
      await store.accept(newEvent(at, run, newId));
    }
  };
  await Promise.all(Array.from({ length: 256 }, worker));
}

function newEvent(at: number, run: string, newId: () => string): NewEvent {
  const sent = JSON.parse(saleText(at, run)) as Omit<RecognisedEvent, 'lines'> & { lines: { codes: string[] }[] };
  const codes = sent.lines.flatMap((line, index) =>
    line.codes.map((value) => ({ value: `${run}${value}`, kind: 'drug-trace', line: index })),
  );
  const event = {
    ...sent,
    lines: sent.lines.map((line) => ({
      ...line,
      codes: line.codes.map((raw) => ({ kind: 'drug-trace' as const, raw, value: raw })),
    })),
  } as unknown as RecognisedEvent;
  const now = Date.now();
  return {
    event: {
      id: newId(),
      tenant: 'bench',
      institution: sent.institution.code,
      kind: sent.kind,
      documentNo: sent.documentNo,
      fingerprint: randomUUID(),
      occurredAt: now,
      acceptedAt: now,
      event,
      notes: [],
    },
    codes,
    deliveries: links.map((link, index) => ({
      id: newId(),
      link,
      operation: 'retail-sale.submit',
      primary: index === 0,
      part: { index: 0, count: 1 },
      lines: sent.lines.map((_, line) => line),
      state: 'queued' as const,
      nextAt: now,
    })),
  };
}

/** Median of 21 claims of 64; each is given back before the next. */
async function claimMs(store: Store): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 21; turn += 1) {
    const now = Date.now();
    const startedAt = performance.now();
    const claimed = await store.claim({ link: 'link-1', owner: 'bench', limit: 64, now, leaseUntil: now + 60_000 });
    times.push(performance.now() - startedAt);
    if (claimed.length !== 64) throw new Error(`a claim of 64 gave ${claimed.length}`);
    await store.release('bench');
  }
  return median(times);
}
