import { type DeliveryRow, deliveryColumns, type FoundEventRow, foundEventColumns } from '../../rows.ts';
import type { Db } from '../database.ts';

export interface EventWithDeliveries {
  readonly event: FoundEventRow;
  readonly deliveries: readonly DeliveryRow[];
}

/** EventQuery with its cursor opened. */
export interface EventFilter {
  readonly tenant: string;
  readonly documentNo?: string;
  readonly code?: string;
  readonly state?: string;
  readonly settling?: string;
  readonly from?: number;
  readonly to?: number;
  readonly before?: string;
  readonly limit: number;
}

type FoundEvent = FoundEventRow & { readonly seq: number };

const columns = foundEventColumns.map((column) => `e.${column}`).join(', ');

export function getEvent(db: Db, tenant: string, id: string): EventWithDeliveries | undefined {
  const event = db.get<FoundEvent>(`select e.seq, ${columns} from event e where e.tenant = :tenant and e.id = :id`, {
    tenant,
    id,
  });
  return event === undefined ? undefined : withDeliveries(db, event);
}

/** Newest first, at most `limit` events. `from` (inclusive) and `to` (exclusive) bound the time of acceptance. */
export function findEvents(db: Db, filter: EventFilter): EventWithDeliveries[] {
  const where = ['e.tenant = :tenant'];
  const params: Record<string, string | number> = { tenant: filter.tenant, limit: filter.limit };
  const add = (condition: string, name: string, value: string | number | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    params[name] = value;
  };
  add(
    'e.seq in (select event_seq from event_identity where tenant = :tenant and document_no = :documentNo)',
    'documentNo',
    filter.documentNo,
  );
  add('e.seq in (select event_seq from code where value = :code)', 'code', filter.code);
  add(stateCondition(filter), 'state', filter.state);
  add('e.settling = :settling', 'settling', filter.settling);
  add('e.accepted_at >= :from', 'from', filter.from);
  add('e.accepted_at < :to', 'to', filter.to);
  add('e.id < :before', 'before', filter.before);
  const sql = `select e.seq, ${columns} from event e where ${where.join(' and ')} order by e.id desc limit :limit`;
  return db.all<FoundEvent>(sql, params).map((event) => withDeliveries(db, event));
}

/** Almost every event has a delivered delivery: ask each. Other states are few: start from them. */
function stateCondition(filter: EventFilter): string {
  return filter.state === 'delivered'
    ? 'exists (select 1 from delivery d where d.event_seq = e.seq and d.state = :state)'
    : 'e.seq in (select event_seq from delivery where state = :state and tenant = :tenant)';
}

function withDeliveries(db: Db, { seq, ...event }: FoundEvent): EventWithDeliveries {
  const deliveries = db.all<DeliveryRow>(
    `select ${deliveryColumns.join(', ')} from delivery where event_seq = :seq order by id`,
    { seq },
  );
  return { event, deliveries };
}
