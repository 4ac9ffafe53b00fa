import type { Attempt, Delivery, DeliveryQuery, LinkCounts, Page } from '../contract.ts';
import { type AwaitingRow, type CountRow, toLinkCounts } from '../counts.ts';
import { readCursor, toPage } from '../cursor.ts';
import { dayOfId } from '../day.ts';
import { fromDeliveryRow } from '../delivery-row.ts';
import type { DeliveryRow } from '../rows.ts';
import { toAttempts } from '../settlement-row.ts';
import { deliveryList } from './columns.ts';
import { conditions } from './conditions.ts';
import type { Database } from './database.ts';

export async function getDelivery(
  database: Database,
  tenant: string | undefined,
  id: string,
): Promise<Delivery | undefined> {
  const day = dayOfId(id);
  if (day === undefined) return undefined;
  const sql = `select ${deliveryList('d')} from delivery d where d.day = $1 and d.id = $2`;
  const [row] = await database.query<DeliveryRow>('get-delivery', sql, [day, id]);
  if (row === undefined || (tenant !== undefined && row.tenant !== tenant)) return undefined;
  return fromDeliveryRow(row);
}

/** Newest first. Day and id sort alike (the day is the id's own), so each filter can walk the index that fits it. */
export async function findDeliveries(database: Database, query: DeliveryQuery): Promise<Page<Delivery>> {
  const where = conditions();
  where.add('d.state = ?', query.state);
  where.add('d.link = ?', query.link);
  where.add('d.tenant = ?', query.tenant);
  const before = readCursor(query.cursor);
  where.add('d.id < ?', before);
  where.add('d.day <= ?', before === undefined ? undefined : dayOfId(before));
  const indexed = query.tenant !== undefined || (query.state !== undefined && query.state !== 'delivered');
  const order =
    indexed || (query.state !== undefined && query.link !== undefined) ? 'd.id desc' : 'd.day desc, d.id desc';
  const limit = where.value(query.limit + 1);
  const sql = `select ${deliveryList('d')} from delivery d ${where.where()} order by ${order} limit ${limit}`;
  const rows = await database.query<DeliveryRow>('', sql, where.values);
  return toPage(rows.map(fromDeliveryRow), query.limit);
}

export async function attempts(database: Database, deliveryId: string): Promise<Attempt[]> {
  const day = dayOfId(deliveryId);
  if (day === undefined) return [];
  const [row] = await database.query<{ sending: string | null; bodies: string[] }>('attempts', attemptsSql, [
    day,
    deliveryId,
  ]);
  return row === undefined ? [] : toAttempts(row.bodies, row.sending);
}

/** @returns the earliest due time of the link's claimable work; undefined while the link is on hold. */
export async function nextDueAt(database: Database, link: string): Promise<number | undefined> {
  const [row] = await database.query<{ due_at: number }>('next-due', nextDueSql, [link]);
  return row?.due_at;
}

export async function counts(database: Database): Promise<LinkCounts[]> {
  const rows = await database.query<CountRow>(
    'counts',
    'select link, state, count(*) as count from delivery group by state, link',
  );
  const oldestDue: Record<string, number> = {};
  for (const link of new Set(rows.map((row) => row.link))) {
    const dueAt = await nextDueAt(database, link);
    if (dueAt !== undefined) oldestDue[link] = dueAt;
  }
  return toLinkCounts(rows, oldestDue, await database.query<AwaitingRow>('awaiting', awaitingSql));
}

const awaitingSql = `select link, count(*) as count, min(created_at) as oldest from delivery
  where hold = 'settlement' group by link`;

const attemptsSql = `select d.sending, array(
    select a.body from attempt a where a.day = d.day and a.delivery_id = d.id order by a.no) as bodies
  from delivery d where d.day = $1 and d.id = $2`;

const nextDueSql = `select due_at from delivery where link = $1 and due_at is not null
    and not exists (select 1 from hold where link = $1 and institution = '' and ending = 0)
  order by due_at limit 1`;
