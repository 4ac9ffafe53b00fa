import type { LedgerEntry } from '../../../adapters/sim-kit/contract.ts';
import { codeText, type TraceEvent } from '../../../mappings/model/index.ts';
import { bookingOf, bookingsOf, type HubDelivery } from '../agree.ts';

/**
 * Holds the codes of a delivery's own lines against those that the platform booked under its keys.
 * @returns a sentence when one is missing there, or one stands there that the lines do not have.
 */
export function codeDisagreement(
  adapter: string,
  delivery: HubDelivery,
  event: TraceEvent,
  ledger: readonly LedgerEntry[],
): string | undefined {
  const bookings = bookingsOf(adapter, delivery) ?? [];
  const booked = ledger.filter((entry) => bookings.includes(bookingOf(entry))).flatMap(({ codes }) => codes);
  const scanned = delivery.lines.flatMap((index) => event.lines[index]?.codes ?? []);
  const outer = new Set(scanned.flatMap((code) => (typeof code === 'string' ? [] : [code.parent])));
  const own = scanned.map(codeText);
  // Of a relation of packs the platform may hold the outer pack as well, or not.
  const missing = own.filter((code) => !booked.includes(code) && !outer.has(code));
  const foreign = booked.filter((code) => !own.includes(code));
  const repeated = booked.length - new Set(booked).size;
  if (missing.length + foreign.length + repeated === 0) return undefined;
  return `${delivery.link} ${delivery.kind} ${delivery.documentNo}: the platform lacks codes ${missing.join(' ') || 'none'}, has foreign ones ${foreign.join(' ') || 'none'} and ${repeated} twice`;
}
