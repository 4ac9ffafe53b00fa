import type { DeliveryInput, IdContext } from '../contract/index.ts';

/** What the kind's own table of a profile says: the type in the file name, and event and main action of the document. */
export interface EventType {
  readonly type: string;
  readonly eventName: string;
  readonly mainAction: string;
}

/**
 * Reads the table `<kind>.submit` of the profile: `type` (letters and digits, one per kind), `eventName`, `mainAction`.
 * @throws MappingError where the event lacks what the table demands (a reason, say); TypeError for a profile without these fields
 */
export function kindTable({ event }: DeliveryInput, { profile, institution }: IdContext): EventType {
  const table = profile.map(`${event.kind}.submit`, { event, institution, ids: {}, call: {} });
  const { type, eventName, mainAction } = table;
  if (typeof type !== 'string' || typeof eventName !== 'string' || typeof mainAction !== 'string')
    throw new TypeError(`table ${event.kind}.submit must give type, eventName and mainAction`);
  return { type, eventName, mainAction };
}
