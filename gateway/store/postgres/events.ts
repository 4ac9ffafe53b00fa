import { storable } from '../code-rows.ts';
import type { Delivery, EventQuery, Page, StoredEvent } from '../contract.ts';
import { readCursor, toPage } from '../cursor.ts';
import { dayOfId } from '../day.ts';
import { fromDeliveryRow } from '../delivery-row.ts';
import { fromEventRow } from '../event-row.ts';
import { type DeliveryRow, type FoundEventRow, foundEventColumns } from '../rows.ts';
import { deliveryList } from './columns.ts';
import { conditions } from './conditions.ts';
import type { Database } from './database.ts';

const columns = foundEventColumns.map((column) => `e.${column}`).join(', ');

export async function getEvent(database: Database, tenant: string, id: string): Promise<StoredEvent | undefined> {
  const day = dayOfId(id);
  if (day === undefined) return undefined;
  const sql = `select ${columns} from event e where e.day = $1 and e.id = $2 and e.tenant = $3`;
  const events = await withDeliveries(
    database,
    await database.query<FoundEventRow>('get-event', sql, [day, id, tenant]),
  );
  return events[0];
}

/** Newest first. `from` (inclusive) and `to` (exclusive) bound the time of acceptance. */
export async function findEvents(database: Database, query: EventQuery): Promise<Page<StoredEvent>> {
  const where = conditions();
  where.add('e.tenant = ?', query.tenant);
  where.add(
    'e.id in (select i.event_id from event_identity i where i.tenant = e.tenant and i.document_no = ?)',
    query.documentNo,
  );
  const code = query.code === undefined ? undefined : storable(query.code);
  where.add('e.id in (select c.event_id from code c where c.value = ?)', code);
  where.add(stateCondition(query), query.state);
  where.add('e.settling = ?', query.settling);
  where.add('e.accepted_at >= ?', query.from);
  where.add('e.accepted_at < ?', query.to);
  where.add('e.id < ?', readCursor(query.cursor));
  const limit = where.value(query.limit + 1);
  const sql = `select ${columns} from event e ${where.where()} order by e.id desc limit ${limit}`;
  const rows = await database.query<FoundEventRow>('', sql, where.values);
  return toPage(await withDeliveries(database, rows), query.limit);
}

/** Almost every event has a delivered delivery: ask each. Other states are few: start from them. */
function stateCondition(query: EventQuery): string {
  return query.state === 'delivered'
    ? 'exists (select 1 from delivery d where d.event_id = e.id and d.state = ?)'
    : 'e.id in (select d.event_id from delivery d where d.state = ? and d.tenant = e.tenant)';
}

async function withDeliveries(database: Database, events: readonly FoundEventRow[]): Promise<StoredEvent[]> {
  if (events.length === 0) return [];
  const sql = `select ${deliveryList('d')} from delivery d where d.event_id = any($1::uuid[]) order by d.id`;
  const rows = await database.query<DeliveryRow>('deliveries-of', sql, [events.map((event) => event.id)]);
  const byEvent = new Map<string, Delivery[]>();
  for (const row of rows) {
    const deliveries = byEvent.get(row.event_id) ?? [];
    deliveries.push(fromDeliveryRow(row));
    byEvent.set(row.event_id, deliveries);
  }
  return events.map((event) => fromEventRow(event, byEvent.get(event.id) ?? []));
}
