import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation } from '../../adapters/contract/index.ts';
import type { LedgerEntry, Simulator } from '../../adapters/sim-kit/contract.ts';
import { createDispatcher } from '../../gateway/dispatch/index.ts';
import { createUuidv7 } from '../../gateway/intake/index.ts';
import { createLink } from '../../gateway/link/index.ts';
import { createLogger, createMetrics } from '../../gateway/observe/index.ts';
import type { Attempt, Delivery } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import type { RecognisedEvent, TraceEvent } from '../../mappings/model/index.ts';
import type { Pair } from './pairs.ts';
import { contextOf, recognised } from './subject.ts';
import { linkSettingsOf, startSimulatorOf } from './wire.ts';

/** What became of one document, and everything that was written about it. */
export interface Fate {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
  /** The platform's entries that hold a code of the document. */
  readonly booked: readonly LedgerEntry[];
  readonly event: RecognisedEvent;
}

/** Store, dispatcher and link as in a gateway, before the simulator of one door. */
export interface OutageHub {
  readonly simulator: Simulator;
  /** Accepts the document and waits until nothing more will happen to it by itself. */
  deliver(operation: Operation, event: TraceEvent): Promise<Fate>;
  /** Everything that the gateway said: log lines and metrics. */
  said(): Promise<string>;
  close(): Promise<void>;
}

const settledLimitMs = 90_000;
const lookEveryMs = 20;
const ended = ['delivered', 'rejected', 'parked', 'held'];

export async function openOutageHub(pair: Pair): Promise<OutageHub> {
  const folder = await mkdtemp(join(tmpdir(), 'tracehub-contract-'));
  const simulator = await startSimulatorOf(pair);
  const store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
  const settings = linkSettingsOf(pair, simulator.endpoint);
  const link = createLink(settings, { protocol: pair.adapter.protocol });
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const metrics = createMetrics({ counts: () => store.counts() });
  const { institution } = contextOf(pair);
  const runtime = { id: settings.id, settings, adapter: pair.adapter, profile: pair.profile, link };
  const dispatcher = createDispatcher({
    store,
    links: new Map([[settings.id, runtime]]),
    directory: { context: () => Promise.resolve(institution) },
    logger: createLogger('debug', sink),
    metrics,
    owner: 'kit',
    pollMs: 100,
  });
  dispatcher.start();
  const newId = createUuidv7(Date.now);

  async function deliver(operation: Operation, made: TraceEvent): Promise<Fate> {
    const event = recognised(made);
    const id = newId();
    const deliveryId = newId();
    const now = Date.now();
    await store.accept({
      event: {
        id,
        tenant: 'kit',
        institution: institution.code,
        kind: event.kind,
        documentNo: event.documentNo,
        fingerprint: event.documentNo,
        occurredAt: Date.parse(event.occurredAt),
        acceptedAt: now,
        event,
        notes: [],
      },
      codes: [],
      deliveries: [
        {
          id: deliveryId,
          link: settings.id,
          operation: operation.id,
          primary: true,
          part: { index: 0, count: 1 },
          lines: event.lines.map((_, index) => index),
          state: 'queued',
          nextAt: now,
        },
      ],
    });
    dispatcher.wake(settings.id);
    const delivery = await endOf(deliveryId);
    const codes = event.lines.flatMap((line) => line.codes.flatMap(({ raw, value }) => [raw, value]));
    const tail = new Set(codes.map(keyOf));
    return {
      delivery,
      event,
      attempts: await store.attempts(deliveryId),
      booked: simulator.ledger().filter((entry) => entry.codes.some((code) => tail.has(keyOf(code)))),
    };
  }

  async function endOf(deliveryId: string): Promise<Delivery> {
    const until = performance.now() + settledLimitMs;
    for (;;) {
      const delivery = await store.getDelivery(undefined, deliveryId);
      if (delivery === undefined) throw new Error('the delivery is gone');
      if (ended.includes(delivery.state) || performance.now() > until) return delivery;
      await pause(lookEveryMs);
    }
  }

  return {
    simulator,
    deliver,
    said: async () => [...lines, (await metrics.render()).body].join('\n'),
    async close() {
      await dispatcher.drain(100);
      await link.close();
      await store.close();
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Codes of the kit differ in their digits, whatever form a platform writes them in. */
export function keyOf(code: string): string {
  return code
    .replace(/\D/g, '')
    .replace(/^.*?(?=8123456|0690123)/, '')
    .slice(0, 40);
}
