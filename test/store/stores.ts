import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreSettings } from '../../config/types.ts';
import type { ClaimedDelivery, NewEvent, Settlement, Store } from '../../gateway/store/contract.ts';
import { migratePostgres } from '../../gateway/store/index.ts';
import { startPostgres } from '../tools/postgres.ts';
import { noon, type SampleOptions, sample } from './samples.ts';

/** A fresh place for one store, ready to be opened. */
export interface Place {
  readonly settings: StoreSettings;
  remove(): Promise<void>;
}

export const places: Readonly<Record<StoreSettings['driver'], () => Promise<Place>>> = {
  async sqlite() {
    const folder = mkdtempSync(join(tmpdir(), 'tracehub-store-'));
    return {
      settings: { driver: 'sqlite', path: join(folder, 'store.db') },
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
  async postgres() {
    const postgres = await startPostgres();
    await migratePostgres(postgres.url);
    return { settings: { driver: 'postgres', url: postgres.url, maxConnections: 8 }, remove: postgres.stop };
  },
};

export const owner = 'node-1';
export const leaseMs = 60_000;

/** Accepts a sample on a link of its own. @returns the event and its (only) delivery's id. */
export async function accepted(store: Store, options: SampleOptions): Promise<{ item: NewEvent; deliveryId: string }> {
  const item = sample(options);
  await store.accept(item);
  return { item, deliveryId: item.deliveries[0]?.id ?? '' };
}

export function claim(store: Store, link: string, now = noon, limit = 10): Promise<ClaimedDelivery[]> {
  return store.claim({ link, owner, limit, now, leaseUntil: now + leaseMs });
}

/** Claims the one due delivery of the link. @throws Error when there is none or more than one. */
export async function claimOne(store: Store, link: string, now = noon): Promise<ClaimedDelivery> {
  const [delivery, ...more] = await claim(store, link, now);
  if (delivery === undefined || more.length > 0) throw new Error(`expected one due delivery on ${link}`);
  return delivery;
}

/** Claims the one due delivery of the link and settles it. */
export async function settleOne(
  store: Store,
  link: string,
  outcome: Omit<Settlement, 'id' | 'owner' | 'now'>,
  now = noon,
) {
  const { id } = await claimOne(store, link, now);
  return { id, state: await store.settle({ id, owner, now, ...outcome }) };
}

/** A write attempt that came to `outcome`. */
export function attempt(outcome: string, effect: 'read' | 'write' = 'write') {
  return {
    operation: 'retail-sale.submit',
    effect,
    startedAt: noon,
    durationMs: 12,
    sent: true,
    outcome,
    attemptIds: { msgid: 'H4301020000120260302100000' },
  };
}
