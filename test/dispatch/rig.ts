import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDispatcher, type Dispatcher } from '../../gateway/dispatch/index.ts';
import { createUuidv7 } from '../../gateway/intake/index.ts';
import type { LinkRuntime } from '../../gateway/link/runtime.ts';
import type { LogFields, Logger, Metrics } from '../../gateway/observe/contract.ts';
import type { Delivery, NewDelivery, Store } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { createManualClock, until } from './manual-clock.ts';
import { now } from './situation.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields?: LogFields | undefined;
}

export function recordingLogger(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: string) => (message: string, fields?: LogFields) => void lines.push({ level, message, fields });
  return { lines, error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

export const silentMetrics: Metrics = {
  intake() {},
  attempt() {},
  settled() {},
  breaker() {},
  leaseLost() {},
  found() {},
  render: () => Promise.resolve({ contentType: '', body: '' }),
};

/** A dispatcher over the real embedded store in a scratch folder, with the hands of its clock in the test's hands. */
export async function createRig(...links: readonly LinkRuntime[]) {
  const folder = await mkdtemp(join(tmpdir(), 'tracehub-dispatch-'));
  const store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
  const clock = createManualClock(now);
  const newId = createUuidv7(clock.now);
  const logger = recordingLogger();
  const missing = new Set<string>();
  const directory = {
    context: (_tenant: string, code: string) =>
      Promise.resolve(
        missing.has(code)
          ? { missing: 'no entry' }
          : { code, name: code, region: '430100', identity: {}, credentials: {} },
      ),
  };
  let owners = 0;

  function newDispatcher(over: Store = store) {
    owners += 1;
    const byId = new Map(links.map((runtime) => [runtime.id, runtime]));
    const deps = {
      store: over,
      links: byId,
      directory,
      clock,
      logger,
      metrics: silentMetrics,
      owner: `node-${owners}`,
    };
    return createDispatcher({ ...deps, random: () => 0.5 });
  }

  async function accept(
    documentNo: string,
    link: string,
    more: Partial<NewDelivery> & { institution?: string; codes?: readonly string[]; contents?: readonly string[] } = {},
  ) {
    const { institution = 'P1', codes = [], contents, ...overrides } = more;
    const id = newId();
    const scanned = codes.map((value) => ({
      kind: 'opaque' as const,
      raw: value,
      value,
      ...(contents && { contents }),
    }));
    const event = {
      kind: 'retail-sale' as const,
      institution: { code: institution, region: '430100' },
      documentNo,
      occurredAt: new Date(now).toISOString(),
      lines: [{ product: { localCode: 'L', localName: '药' }, quantity: '1', codes: scanned }],
    };
    const delivery: NewDelivery = {
      id: newId(),
      link,
      operation: 'sale.submit',
      primary: true,
      part: { index: 0, count: 1 },
      lines: [0],
      state: 'queued',
      nextAt: clock.now(),
      ...overrides,
    };
    const header = {
      id,
      tenant: 'T',
      institution,
      kind: event.kind,
      documentNo,
      fingerprint: documentNo,
      occurredAt: now,
      acceptedAt: clock.now(),
      event,
      notes: [],
    };
    await store.accept({ event: header, codes: [], deliveries: [delivery] });
    return delivery.id;
  }

  async function get(id: string): Promise<Delivery> {
    const found = await store.getDelivery(undefined, id);
    if (found === undefined) throw new Error(`no delivery ${id}`);
    return found;
  }

  /** Ends a dispatcher whose calls may hang: the grace period passes at once. */
  async function stop(dispatcher: Dispatcher): Promise<void> {
    let stopped = false;
    const drained = dispatcher.drain(0).then(() => {
      stopped = true;
    });
    await until(() => {
      clock.advance(1);
      return stopped;
    });
    await drained;
  }

  async function close(): Promise<void> {
    await store.close();
    await rm(folder, { recursive: true });
  }

  return { store, clock, logger, missing, newDispatcher, stop, accept, get, close };
}
