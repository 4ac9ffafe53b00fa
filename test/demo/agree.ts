import type { BusinessIds } from '../../adapters/contract/index.ts';
import type { LedgerEntry } from '../../adapters/sim-kit/contract.ts';

/** What the hub's API says of one delivery, as far as the comparison needs it. */
export interface HubDelivery {
  readonly id: string;
  readonly link: string;
  readonly kind: string;
  readonly documentNo: string;
  readonly state: string;
  readonly partial: boolean;
  readonly duplicate: boolean;
  readonly reason?: string;
  readonly ids?: BusinessIds;
  readonly items?: ReadonlyArray<{ readonly key: string; readonly ok: boolean }>;
}

/** Native business keys that a delivery uses on its platform, by adapter. */
const keysOf: Readonly<Record<string, (delivery: HubDelivery) => string[]>> = {
  nhsa: (delivery) => (delivery.ids?.items ?? []).map((item) => item.ids.fixmedins_bchno ?? ''),
  msfx: (delivery) => [delivery.ids?.record.bill_code ?? ''],
  'mah-soap': (delivery) => [
    `${delivery.kind === 'retail-return' ? 'RETURN' : 'SALE'}:${delivery.ids?.record.documentNo ?? ''}`,
  ],
};

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
  const keys = keysOf[adapter];
  if (keys === undefined) return [`no comparison for adapter ${adapter}`];
  const booked = new Map<string, number>();
  for (const entry of ledger) booked.set(entry.key, (booked.get(entry.key) ?? 0) + 1);
  const problems: string[] = [];
  for (const delivery of deliveries) {
    for (const [index, key] of keys(delivery).entries()) {
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
