import type { BusinessIds } from '../../adapters/contract/index.ts';
import type { LedgerEntry } from '../../adapters/sim-kit/contract.ts';

/** What the hub's API says of one delivery, as far as the comparison needs it. */
export interface HubDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly link: string;
  readonly kind: string;
  readonly documentNo: string;
  readonly operation: string;
  /** Indexes of the event's lines that it carries. */
  readonly lines: readonly number[];
  readonly state: string;
  readonly partial: boolean;
  readonly duplicate: boolean;
  readonly reason?: string;
  /** Present when this delivery takes another one back. */
  readonly withdraws?: { readonly delivery: string };
  readonly ids?: BusinessIds;
  readonly items?: ReadonlyArray<{ readonly key: string; readonly ok: boolean }>;
}

/** Native business keys that a delivery uses on its platform, by adapter. */
const keysOf: Readonly<Record<string, (delivery: HubDelivery) => string[]>> = {
  nhsa: (delivery) => items(delivery, 'fixmedins_bchno'),
  msfx: (delivery) => [delivery.ids?.record.bill_code ?? record(delivery, 'upload_file_name')],
  'mah-soap': (delivery) => [`${record(delivery, 'documentType')}:${record(delivery, 'documentNo')}`],
  'mah-rest': (delivery) => [`${record(delivery, 'documentType')}:${record(delivery, 'documentNo')}`],
  'mah-epcis': (delivery) => items(delivery, 'eventId'),
  'mah-file': (delivery) => [record(delivery, 'fileName')],
  'regulator-json': (delivery) => [record(delivery, 'eventId')],
};

/** 商品信息删除 at the insurance: it books the numbers of the rows that it takes back. */
const deletions: readonly string[] = ['3507', '3507A'];
const withdrawn = (key: string) => `withdrawn ${key}`;

/** @returns what a delivery books on its platform: one name per native record; undefined for an adapter unknown here. */
export function bookingsOf(adapter: string, delivery: HubDelivery): string[] | undefined {
  const keys = keysOf[adapter]?.(delivery);
  return delivery.withdraws === undefined ? keys : keys?.map(withdrawn);
}

/** @returns the name of the booking that an entry of a ledger is. */
export function bookingOf({ key, operation }: LedgerEntry): string {
  return deletions.includes(operation) ? withdrawn(key) : key;
}

function items({ ids }: HubDelivery, name: string): string[] {
  return (ids?.items ?? []).map((item) => item.ids[name] ?? '');
}

function record({ ids }: HubDelivery, name: string): string {
  return ids?.record[name] ?? '';
}

/**
 * Holds the hub's states against what the platform really booked.
 * A delivered key stands in the ledger exactly once; a refused one never; an unresolved one at most once and with a reason;
 * and nothing stands there that the hub does not know.
 * @returns one sentence per disagreement; none when both agree.
 */
export function disagreements(
  adapter: string,
  deliveries: readonly HubDelivery[],
  ledger: readonly LedgerEntry[],
): string[] {
  const booked = new Map<string, number>();
  for (const entry of ledger) booked.set(bookingOf(entry), (booked.get(bookingOf(entry)) ?? 0) + 1);
  const problems: string[] = [];
  for (const delivery of deliveries) {
    const keys = bookingsOf(adapter, delivery);
    if (keys === undefined) return [`no comparison for adapter ${adapter}`];
    for (const [index, key] of keys.entries()) {
      const times = booked.get(key) ?? 0;
      booked.delete(key);
      const refused = delivery.items?.find((item) => item.key === delivery.ids?.items[index]?.key)?.ok === false;
      const complaint = complain(delivery, times, refused);
      if (complaint !== undefined)
        problems.push(`${delivery.link} ${delivery.kind} ${delivery.documentNo} (${key}): ${complaint}`);
    }
  }
  for (const [key, times] of booked)
    problems.push(`${adapter}: the platform booked ${key} ${times} times, the hub knows no such delivery`);
  return problems;
}

function complain(delivery: HubDelivery, times: number, refused: boolean): string | undefined {
  if (times > 1) return `booked ${times} times, state ${delivery.state}`;
  if (delivery.state === 'delivered') {
    if (times === 1 || (refused && delivery.partial)) return undefined;
    return 'delivered by our account, but the platform has not booked it';
  }
  if (delivery.state === 'rejected')
    return times === 0 || refused ? undefined : 'rejected by our account, but the platform booked it';
  if (delivery.reason === undefined || delivery.reason === '') return `state ${delivery.state} without a reason`;
  return undefined;
}
