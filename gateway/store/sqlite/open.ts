import { codeRows, storable } from '../code-rows.ts';
import type { HeldInstitution, Store, StoredEvent } from '../contract.ts';
import { toLinkCounts } from '../counts.ts';
import { readCursor, toPage } from '../cursor.ts';
import { asState, fromClaimedRow, fromDeliveryRow } from '../delivery-row.ts';
import { fromDirectoryRow, toDirectoryRow } from '../directory-row.ts';
import { fromEventRow, settlingOf, toEndedWait, waitEndRow } from '../event-row.ts';
import { toDeliveryRow, toEventRow } from '../rows.ts';
import { sendingAttempt, toAttempts, toSettlementRow } from '../settlement-row.ts';
import { toStockWish } from '../uncoded-stock-row.ts';
import { toWithdrawalRow } from '../withdrawal-row.ts';
import { catalogueOf } from './catalogue.ts';
import { type Lane, startLane } from './lane.ts';
import { ledgerOf } from './ledger.ts';
import type { reads, writes } from './operations/index.ts';
import type { EventWithDeliveries } from './operations/read-events.ts';
import { uncodedStockOf } from './uncoded-stock.ts';

/** Both at the same time: each thread takes a few hundred milliseconds to start. @throws what the first of them could not do. */
async function startReaders(path: string): Promise<readonly [Lane<typeof reads>, Lane<typeof reads>]> {
  const [reader, till] = await Promise.allSettled([
    startLane<typeof reads>({ path, role: 'reader' }),
    startLane<typeof reads>({ path, role: 'reader' }),
  ]);
  if (reader.status === 'fulfilled' && till.status === 'fulfilled') return [reader.value, till.value];
  for (const started of [reader, till]) if (started.status === 'fulfilled') await started.value.close();
  throw reader.status === 'rejected' ? reader.reason : till.status === 'rejected' ? till.reason : undefined;
}

/**
 * The embedded store: one file, three threads. All writes share one connection and its group commits; listings have their own, so
 * that they delay no accept, and what a till waits for has a third.
 * Guarantees: an operation that resolved is on disk (WAL, synchronous=FULL) and survives kill -9 and power loss.
 * Gives up: more than one process on the same file.
 * @param path the database file; its folder is made when missing.
 * @throws StoreMigrationError, StoreError
 */
export async function openSqliteStore({ path }: { readonly path: string }): Promise<Store> {
  const writer = await startLane<typeof writes>({ path, role: 'writer' });
  const [reader, till] = await startReaders(path).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });

  async function free(link: string, whose: HeldInstitution): Promise<void> {
    while (await writer.call('freeResting', link, whose));
    await writer.call('endHold', link, whose);
  }
  for (const hold of await reader.call('endingHolds')) await free(hold.link, hold);

  async function getEvent(tenant: string, id: string): Promise<StoredEvent | undefined> {
    const found = await reader.call('getEvent', tenant, id);
    return found === undefined ? undefined : toEvent(found);
  }

  return {
    async accept(item) {
      const event = toEventRow(item.event);
      const accepted = await writer.call('accept', {
        event,
        codes: codeRows(item),
        deliveries: item.deliveries.map(toDeliveryRow),
        stock: toStockWish(item.stock),
      });
      if (accepted.type !== 'existing') return accepted;
      if (accepted.fingerprint !== event.fingerprint) return { type: 'conflict', eventId: accepted.eventId };
      const first = await getEvent(event.tenant, accepted.eventId);
      return first === undefined ? { type: 'conflict', eventId: accepted.eventId } : { type: 'replayed', event: first };
    },
    getEvent,
    async findEvents({ cursor, code, ...query }) {
      const before = readCursor(cursor);
      const found = await reader.call('findEvents', {
        ...query,
        ...(code === undefined ? {} : { code: storable(code) }),
        ...(before === undefined ? {} : { before }),
        limit: query.limit + 1,
      });
      return toPage(found.map(toEvent), query.limit);
    },

    async endWait(tenant, id, end) {
      const reason = end.state === 'abandoned' ? end.reason : null;
      const before = await writer.call('endWait', { tenant, id, now: end.at, reason, ...waitEndRow(end) });
      return before === undefined ? undefined : toEndedWait(settlingOf(before), end);
    },

    claim: async (request) => (await writer.call('claim', request)).map(fromClaimedRow),
    renew: (owner, ids, leaseUntil) => writer.call('renew', owner, ids, leaseUntil),
    release: (owner, ids) => writer.call('release', owner, ids),
    markSending: ({ id, owner, now, leaseUntil, ...mark }) =>
      writer.call('markSending', {
        id,
        owner,
        now,
        leaseUntil,
        ids: JSON.stringify(mark.ids),
        sending: sendingAttempt({ id, owner, now, leaseUntil, ...mark }),
      }),
    async settle(settlement) {
      const state = await writer.call('settle', toSettlementRow(settlement));
      return state === undefined ? undefined : asState(state);
    },
    nextDueAt: (link) => reader.call('nextDueAt', link),

    async getDelivery(tenant, id) {
      const row = await reader.call('getDelivery', tenant, id);
      return row === undefined ? undefined : fromDeliveryRow(row);
    },
    async findDeliveries({ cursor, ...query }) {
      const before = readCursor(cursor);
      const filter = { ...query, ...(before === undefined ? {} : { before }), limit: query.limit + 1 };
      const rows = await reader.call('findDeliveries', filter);
      return toPage(rows.map(fromDeliveryRow), query.limit);
    },
    async attempts(deliveryId) {
      const { bodies, sending } = await reader.call('attempts', deliveryId);
      return toAttempts(bodies, sending);
    },
    withdraw: (original, withdrawal) => writer.call('withdraw', toWithdrawalRow(original, withdrawal)),
    requeue: (id, now, options) => writer.call('requeue', { id, now, ...options }),
    async counts() {
      const { counts, oldestDue, awaiting } = await reader.call('counts');
      return toLinkCounts(counts, oldestDue, awaiting);
    },

    async hold(hold) {
      const row = { ...hold, tenant: hold.tenant ?? '', institution: hold.institution ?? '' };
      await writer.call('beginHold', row);
      while (await writer.call('sweepHold', row));
    },
    async unhold(link, whose = { tenant: '', institution: '' }) {
      await writer.call('beginUnhold', link, whose);
      await free(link, whose);
    },
    holds: () => reader.call('holds'),

    putInstitution: (entry) => writer.call('putInstitution', toDirectoryRow(entry)),
    async getInstitution(tenant, code) {
      const row = await till.call('getInstitution', tenant, code);
      return row === undefined ? undefined : fromDirectoryRow(row);
    },
    putKey: (key) => writer.call('putKey', key),
    findKey: (hash) => reader.call('findKey', hash),
    hasKeys: () => reader.call('hasKeys'),
    keys: () => reader.call('keys'),
    dropKey: (hash) => writer.call('revokeKey', hash),

    claimIdempotencyKey: (tenant, key, fingerprint, now) => writer.call('claimKey', tenant, key, fingerprint, now),
    finishIdempotencyKey: (tenant, key, reply) => writer.call('finishKey', tenant, key, reply),
    dropIdempotencyKey: (tenant, key) => writer.call('dropKey', tenant, key),

    catalogue: catalogueOf(writer, reader, till),

    ledger: ledgerOf(writer, reader, till),

    uncodedStock: uncodedStockOf(writer, reader),

    ping: () => writer.call('ping'),
    async close() {
      await Promise.all([reader.close(), till.close()]);
      await writer.close();
    },
  };
}

function toEvent({ event, deliveries }: EventWithDeliveries): StoredEvent {
  return fromEventRow(event, deliveries.map(fromDeliveryRow));
}
