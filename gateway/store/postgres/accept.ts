import { sameCover } from '../allocate-stock.ts';
import { type CodeRow, packsOf } from '../code-rows.ts';
import type { AcceptResult, StockWish } from '../contract.ts';
import type { EventRow, NewDeliveryRow } from '../rows.ts';
import { codeTypes, coveringHold, eventTypes, planTypes, workTypes } from './columns.ts';
import { type Database, recordset } from './database.ts';
import { allocate, moveStock, stockLock } from './uncoded-stock.ts';

export interface AcceptRows {
  readonly event: EventRow;
  readonly codes: readonly CodeRow[];
  readonly deliveries: readonly NewDeliveryRow[];
}

/** What takes from the 无码库 or gives back to it. */
export interface StockRows extends AcceptRows {
  readonly stock: StockWish;
}

/** `existing`: the identity is taken; nothing was written. */
export type Accepted =
  | { readonly type: 'created' }
  | { readonly type: 'existing'; readonly eventId: string; readonly fingerprint: string };

/**
 * An event that moves stock: under the institution's lock, so that what was allocated still stands when it is written. The few such
 * events pay for it alone.
 * @returns `stock-differs` when the stock serves the claims otherwise than decided on; nothing was written.
 */
export function acceptWithStock(
  database: Database,
  rows: StockRows,
): Promise<Accepted | Extract<AcceptResult, { type: 'stock-differs' }>> {
  const { event, stock } = rows;
  return database.transaction(stockLock(event.tenant, event.institution), async (query) => {
    const [existing] = await findExisting({ query }, [rows]);
    if (existing !== undefined) return toExisting(existing);
    const { moves, cover } = await allocate(query, event.tenant, event.institution, stock.claims);
    if (!sameCover(cover, stock.cover)) return { type: 'stock-differs', cover };
    const [accepted] = await acceptBatch({ query }, [rows]);
    if (accepted === undefined) throw new Error('an event was neither stored nor there before');
    if (accepted.type === 'created') await moveStock(query, event, moves);
    return accepted;
  });
}

/** All rows of a batch of events in one statement; identities in one order everywhere, so that two batches never deadlock. */
export async function acceptBatch(database: Queries, batch: readonly AcceptRows[]): Promise<Accepted[]> {
  const created = await database.query<{ event_id: string }>('accept', acceptSql, [
    JSON.stringify(batch.map(({ event }) => event)),
    JSON.stringify(
      batch.flatMap(({ event: { id, day, institution }, codes }) =>
        codes.map((code) => ({ ...code, event_id: id, day, institution })),
      ),
    ),
    JSON.stringify(
      batch.flatMap(({ event, deliveries }) => deliveries.map((delivery) => ({ ...delivery, event_id: event.id }))),
    ),
    JSON.stringify(batch.flatMap(workRow)),
  ]);
  const ids = new Set(created.map((row) => row.event_id));
  const refused = batch.filter(({ event }) => !ids.has(event.id));
  const existing = refused.length === 0 ? [] : await findExisting(database, refused);
  const byIdentity = new Map(existing.map((row) => [identityKey(row), row]));
  return batch.map(({ event }) => {
    if (ids.has(event.id)) return { type: 'created' };
    const row = byIdentity.get(identityKey(event));
    if (row === undefined) throw new Error('an event was neither stored nor there before');
    return toExisting(row);
  });
}

/** The assessment to come; none for an event without packs. */
function workRow({ event, codes }: AcceptRows) {
  const packs = packsOf(codes);
  return packs.length === 0 ? [] : [{ event_id: event.id, tenant: event.tenant, codes: JSON.stringify(packs) }];
}

type Queries = Pick<Database, 'query'>;

function toExisting({ event_id, fingerprint }: ExistingRow): Accepted {
  return { type: 'existing', eventId: event_id, fingerprint };
}

interface Identity {
  readonly tenant: string;
  readonly document_no: string;
  readonly institution: string;
  readonly kind: string;
}

interface ExistingRow extends Identity {
  readonly event_id: string;
  readonly fingerprint: string;
}

/** @returns the identity of an event as one text; none of its parts can hold a line break. */
export function identityKey(row: Identity): string {
  return [row.tenant, row.document_no, row.institution, row.kind].join('\n');
}

function findExisting(database: Queries, refused: readonly AcceptRows[]): Promise<ExistingRow[]> {
  return database.query('existing-identities', existingSql, [JSON.stringify(refused.map(({ event }) => event))]);
}

const existingSql = `select i.tenant, i.document_no, i.institution, i.kind, i.event_id, i.fingerprint
  from ${recordset(1, eventTypes)}
  join event_identity i on i.tenant = input.tenant and i.document_no = input.document_no
    and i.institution = input.institution and i.kind = input.kind`;

const acceptSql = `with new_event as materialized (select * from ${recordset(1, eventTypes)}),
identity as (
  insert into event_identity (tenant, document_no, institution, kind, day, event_id, fingerprint)
  select tenant, document_no, institution, kind, day, id, fingerprint from new_event
  order by tenant, document_no, institution, kind
  on conflict do nothing
  returning event_id
),
accepted as materialized (select new_event.* from new_event join identity on identity.event_id = new_event.id),
event_rows as (
  insert into event (${Object.keys(eventTypes).join(', ')})
  select ${Object.keys(eventTypes).join(', ')} from accepted
),
code_rows as (
  insert into code (${Object.keys(codeTypes).join(', ')})
  select ${Object.keys(codeTypes)
    .map((column) => `input.${column}`)
    .join(', ')}
  from ${recordset(2, codeTypes)} join accepted on accepted.id = input.event_id
  order by input.value
),
work_rows as (
  insert into ledger_work (event_id, tenant, cause, codes)
  select input.event_id, input.tenant, 'accepted', input.codes
  from ${recordset(4, workTypes)} join accepted on accepted.id = input.event_id
),
delivery_rows as (
  insert into delivery (day, id, institution, event_day, event_id, tenant, kind, document_no, link, operation, is_primary,
    part_index, part_count, lines, slices, after_kind, after_document, state, reason, next_at, due_at, hold, created_at, updated_at)
  select input.day, input.id, a.institution, a.day, a.id, a.tenant, a.kind, a.document_no, input.link, input.operation,
    input.is_primary, input.part_index, input.part_count, input.lines, input.slices, input.after_kind, input.after_document,
    case when h.reason is null then input.state else 'held' end,
    coalesce(input.reason, h.reason),
    input.next_at,
    case when h.reason is null and input.state = 'queued' then input.next_at end,
    coalesce(input.rests, case when h.reason is not null then 'hold' end),
    a.accepted_at, a.accepted_at
  from ${recordset(3, planTypes)} join accepted a on a.id = input.event_id
  ${coveringHold('a', 'input.link')}
)
select event_id from identity`;
