import type { AwaitingRow, CountRow } from '../../counts.ts';
import { type DeliveryRow, deliveryColumns } from '../../rows.ts';
import type { Db } from '../database.ts';
import { linkOnHold } from './hold-rules.ts';

/** DeliveryQuery with its cursor opened. */
export interface DeliveryFilter {
  readonly tenant?: string;
  readonly link?: string;
  readonly state?: string;
  readonly before?: string;
  readonly limit: number;
}

const columns = deliveryColumns.join(', ');

export function getDelivery(db: Db, tenant: string | undefined, id: string): DeliveryRow | undefined {
  const row = db.get<DeliveryRow>(`select ${columns} from delivery where id = :id`, { id });
  return tenant === undefined || row?.tenant === tenant ? row : undefined;
}

/** Newest first, at most `limit`. */
export function findDeliveries(db: Db, filter: DeliveryFilter): DeliveryRow[] {
  const where: string[] = [];
  const params: Record<string, string | number> = { limit: filter.limit };
  const add = (condition: string, name: string, value: string | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    params[name] = value;
  };
  // Most deliveries are delivered, so walking back by id finds them at once; the unary plus keeps SQLite from sorting them all.
  const state = filter.state === 'delivered' && filter.link === undefined ? '+state' : 'state';
  add(`${state} = :state`, 'state', filter.state);
  add('link = :link', 'link', filter.link);
  add('tenant = :tenant', 'tenant', filter.tenant);
  add('id < :before', 'before', filter.before);
  const condition = where.length === 0 ? '' : `where ${where.join(' and ')}`;
  return db.all(`select ${columns} from delivery ${condition} order by id desc limit :limit`, params);
}

export interface AttemptRows {
  readonly bodies: readonly string[];
  readonly sending: string | null;
}

export function attempts(db: Db, deliveryId: string): AttemptRows {
  const delivery = db.get<{ seq: number; sending: string | null }>('select seq, sending from delivery where id = :id', {
    id: deliveryId,
  });
  if (delivery === undefined) return { bodies: [], sending: null };
  const rows = db.all<{ body: string }>('select body from attempt where delivery_seq = :seq order by no', {
    seq: delivery.seq,
  });
  return { bodies: rows.map((row) => row.body), sending: delivery.sending };
}

export function nextDueAt(db: Db, link: string): number | undefined {
  if (linkOnHold(db, link)) return undefined;
  const sql = 'select due_at from delivery where link = :link and due_at is not null order by due_at limit 1';
  return db.get<{ due_at: number }>(sql, { link })?.due_at;
}

export interface CountRows {
  readonly counts: readonly CountRow[];
  /** By link. */
  readonly oldestDue: Readonly<Record<string, number>>;
  readonly awaiting: readonly AwaitingRow[];
}

export function counts(db: Db): CountRows {
  const rows = db.all<CountRow>('select link, state, count(*) as count from delivery group by state, link');
  const oldestDue: Record<string, number> = {};
  for (const link of new Set(rows.map((row) => row.link))) {
    const dueAt = nextDueAt(db, link);
    if (dueAt !== undefined) oldestDue[link] = dueAt;
  }
  const awaiting = db.all<AwaitingRow>(
    `select link, count(*) as count, min(created_at) as oldest from delivery where hold = 'settlement' group by link`,
  );
  return { counts: rows, oldestDue, awaiting };
}
