import type { StoredEvent } from '../store/contract.ts';

/**
 * @returns whether an event counts no longer: its sale was abandoned, or it was taken back where it is to be held. That is at its
 * primary links, or at all where none is primary: a record that stays at a secondary platform is that platform's copy.
 */
export function isUndone({ settling, deliveries }: Pick<StoredEvent, 'settling' | 'deliveries'>): boolean {
  if (settling?.state === 'abandoned') return true;
  const records = deliveries.filter(({ withdrawal }) => withdrawal === undefined);
  const primary = records.filter((delivery) => delivery.primary);
  const governing = primary.length > 0 ? primary : records;
  const takenBack = new Set(
    deliveries.flatMap(({ withdrawal, state }) =>
      withdrawal !== undefined && state === 'delivered' ? withdrawal.of : [],
    ),
  );
  return governing.length > 0 && governing.every(({ id }) => takenBack.has(id));
}
