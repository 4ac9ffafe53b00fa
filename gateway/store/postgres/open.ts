import { codeRows } from '../code-rows.ts';
import type { Store } from '../contract.ts';
import { asState, fromClaimedRow } from '../delivery-row.ts';
import { fromDirectoryRow, toDirectoryRow } from '../directory-row.ts';
import { toDeliveryRow, toEventRow } from '../rows.ts';
import { type SettlementRow, sendingAttempt, toSettlementRow } from '../settlement-row.ts';
import { toStockWish } from '../uncoded-stock-row.ts';
import { toWithdrawalRow } from '../withdrawal-row.ts';
import { type Accepted, type AcceptRows, acceptBatch, acceptWithStock, identityKey, type StockRows } from './accept.ts';
import * as administration from './administration.ts';
import { createBatcher } from './batcher.ts';
import { catalogueOf } from './catalogue.ts';
import { claim } from './claim.ts';
import { openDatabase } from './database.ts';
import * as deliveries from './deliveries.ts';
import { endWait } from './end-wait.ts';
import { findEvents, getEvent } from './events.ts';
import { finishUnholds, hold, holds, unhold } from './holds.ts';
import { markSendingBatch, release, renew, type SendingRow } from './leases.ts';
import { ledgerOf } from './ledger.ts';
import { checkMigrated } from './migrate.ts';
import { requeue } from './requeue.ts';
import { settleBatch } from './settle.ts';
import { uncodedStockOf } from './uncoded-stock.ts';
import { withdraw } from './withdraw.ts';

export interface PostgresSettings {
  readonly url: string;
  readonly maxConnections: number;
}

/**
 * The store of many nodes: any number of gateways share one PostgreSQL. Accepts, send marks and settlements of concurrent calls
 * share statements, and so commits.
 * Guarantees: an operation that resolved is committed with synchronous_commit=on. One that rejected may have been committed when
 * the connection was lost meanwhile: an event given again then is a replay, a lease runs out.
 * @throws StoreMigrationError unless the migrations of this release are applied; StoreError when it cannot be reached.
 */
export async function openPostgresStore({ url, maxConnections }: PostgresSettings): Promise<Store> {
  const database = openDatabase(url, maxConnections);
  try {
    await checkMigrated(database);
    await finishUnholds(database);
  } catch (error) {
    await database.close();
    throw error;
  }

  const accept = createBatcher<AcceptRows, Accepted>({
    run: (batch) => acceptBatch(database, batch),
    key: (rows) => identityKey(rows.event),
  });
  // One after another: those of one institution wait for each other, and must not hold the pool's connections meanwhile.
  const acceptStock = createBatcher<StockRows, Awaited<ReturnType<typeof acceptWithStock>>>({
    async run(batch) {
      const accepted = [];
      for (const rows of batch) accepted.push(await acceptWithStock(database, rows));
      return accepted;
    },
    key: ({ event }) => `${event.tenant}\n${event.institution}`,
  });
  const markSending = createBatcher<SendingRow, boolean>({
    run: (batch) => markSendingBatch(database, batch),
    key: (row) => row.id,
  });
  const settle = createBatcher<SettlementRow, string | null>({
    run: (batch) => settleBatch(database, batch),
    key: (row) => row.id,
  });

  return {
    async accept(item) {
      const event = toEventRow(item.event);
      const rows = { event, codes: codeRows(item), deliveries: item.deliveries.map(toDeliveryRow) };
      const stock = toStockWish(item.stock);
      const accepted = stock === undefined ? await accept(rows) : await acceptStock({ ...rows, stock });
      if (accepted.type !== 'existing') return accepted;
      if (accepted.fingerprint !== event.fingerprint) return { type: 'conflict', eventId: accepted.eventId };
      const first = await getEvent(database, event.tenant, accepted.eventId);
      return first === undefined ? { type: 'conflict', eventId: accepted.eventId } : { type: 'replayed', event: first };
    },
    getEvent: (tenant, id) => getEvent(database, tenant, id),
    findEvents: (query) => findEvents(database, query),

    endWait: (tenant, id, end) => endWait(database, tenant, id, end),

    claim: async (request) => (await claim(database, request)).map(fromClaimedRow),
    renew: (owner, ids, leaseUntil) => renew(database, owner, ids, leaseUntil),
    release: (owner, ids) => release(database, owner, ids),
    markSending: (mark) =>
      markSending({
        id: mark.id,
        owner: mark.owner,
        now: mark.now,
        leaseUntil: mark.leaseUntil,
        ids: JSON.stringify(mark.ids),
        sending: sendingAttempt(mark),
      }),
    async settle(settlement) {
      const state = await settle(toSettlementRow(settlement));
      return state === null ? undefined : asState(state);
    },
    nextDueAt: (link) => deliveries.nextDueAt(database, link),

    getDelivery: (tenant, id) => deliveries.getDelivery(database, tenant, id),
    findDeliveries: (query) => deliveries.findDeliveries(database, query),
    attempts: (deliveryId) => deliveries.attempts(database, deliveryId),
    withdraw: (original, withdrawal) => withdraw(database, toWithdrawalRow(original, withdrawal)),
    requeue: (id, now, options) => requeue(database, id, now, options),
    counts: () => deliveries.counts(database),

    hold: (request) => hold(database, request),
    unhold: (link, whose) => unhold(database, link, whose),
    holds: () => holds(database),

    putInstitution: (entry) => administration.putInstitution(database, toDirectoryRow(entry)),
    async getInstitution(tenant, code) {
      const row = await administration.getInstitution(database, tenant, code);
      return row === undefined ? undefined : fromDirectoryRow(row);
    },
    putKey: (key) => administration.putKey(database, key),
    findKey: (hash) => administration.findKey(database, hash),
    hasKeys: () => administration.hasKeys(database),
    keys: () => administration.keys(database),
    dropKey: (hash) => administration.revokeKey(database, hash),

    claimIdempotencyKey: (tenant, key, fingerprint, now) =>
      administration.claimKey(database, tenant, key, fingerprint, now),
    finishIdempotencyKey: (tenant, key, reply) => administration.finishKey(database, tenant, key, reply),
    dropIdempotencyKey: (tenant, key) => administration.dropKey(database, tenant, key),

    catalogue: catalogueOf(database),

    ledger: ledgerOf(database),

    uncodedStock: uncodedStockOf(database),

    ping: () => administration.ping(database),
    close: () => database.close(),
  };
}
