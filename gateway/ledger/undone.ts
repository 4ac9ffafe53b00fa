import type { Delivery, StoredEvent } from '../store/contract.ts';
import { isBookedInPart } from '../store/withdrawal-row.ts';

type Records = Pick<StoredEvent, 'settling' | 'deliveries' | 'event'>;

/**
 * @returns the packs of which an event counts no longer: all when its sale was abandoned, else those whose record was refused or taken back
 * where it is to be held. That is at its primary links, or at all where none is primary: a record that stays at a secondary platform
 * is that platform's copy. A refused document is posted corrected under another number; taken up again after all, it counts again. Only what
 * ends a pack goes on counting when it is refused: a till must not sell a recalled pack because a field of its document was missing. So does
 * a pack that is refused for its own sake: that a platform knows it as sold is the strongest sign of a second sale, not the end of this one.
 */
export function undonePacks({ settling, deliveries, event }: Records): ReadonlySet<string> {
  const packs = packsOf({ event });
  if (settling?.state === 'abandoned') return packs;
  const records = deliveries.filter(({ withdrawal }) => withdrawal === undefined);
  const primary = records.filter((delivery) => delivery.primary);
  const governing = primary.length > 0 ? primary : records;
  const takenBack = new Set(
    deliveries.flatMap(({ withdrawal, state }) =>
      withdrawal !== undefined && state === 'delivered' ? withdrawal.of : [],
    ),
  );
  const isGone = (record: Delivery) =>
    takenBack.has(record.id) || (record.state === 'rejected' && !isBookedInPart(record) && !endsPacks(event));
  const standing = governing.filter((record) => !isGone(record));
  if (standing.length === governing.length) return new Set();
  const refused = governing.filter((record) => isGone(record) && !takenBack.has(record.id));
  // Parts of one document: those that stand keep their packs.
  const kept = new Set([
    ...standing.flatMap((record) => [...carriedBy(record, event)]),
    ...refused.flatMap((record) => [...refusedThemselves(record, event)]),
  ]);
  const gone =
    standing.length === 0 ? [...packs] : governing.filter(isGone).flatMap((record) => [...carriedBy(record, event)]);
  return new Set(gone.filter((code) => !kept.has(code)));
}

/** @returns the packs for which the platform refused the record: those that it named, or all where it named none. */
function refusedThemselves(record: Delivery, event: StoredEvent['event']): ReadonlySet<string> {
  if (record.fault?.ofPack !== true) return new Set();
  const refused = new Set(record.codes.flatMap(({ code, verdict }) => (verdict === 'refused' ? [code] : [])));
  const told = record.fault.nativeMessage ?? '';
  const isNamed = (code: string) => (refused.size > 0 ? refused.has(code) : told.includes(code));
  const named = packsAmong(codesIn(record, event).filter(({ value, raw }) => isNamed(value) || isNamed(raw)));
  return named.size > 0 ? named : carriedBy(record, event);
}

/** 销毁, 报废 or 召回. */
function endsPacks({ kind, reason }: StoredEvent['event']): boolean {
  return kind === 'destroy' || reason === 'scrap' || reason === 'recall';
}

function carriedBy(record: Delivery, event: StoredEvent['event']): ReadonlySet<string> {
  return packsAmong(codesIn(record, event));
}

function codesIn({ lines, slices }: Delivery, event: StoredEvent['event']) {
  return lines.flatMap((line) => {
    const codes = event.lines[line]?.codes ?? [];
    const slice = slices?.find((piece) => piece.line === line);
    return slice === undefined ? codes : codes.slice(slice.from, slice.to);
  });
}

/** @returns the packs that an event moves. */
export function packsOf({ event }: Pick<StoredEvent, 'event'>): ReadonlySet<string> {
  return packsAmong(event.lines.flatMap(({ codes }) => codes));
}

function packsAmong(codes: StoredEvent['event']['lines'][number]['codes']): ReadonlySet<string> {
  return new Set(codes.flatMap(({ value, identifies }) => (identifies === undefined ? [value] : [])));
}
