import type { CallContext, DeliveryInput, ItemResult, Outcome, Progress } from '../contract/index.ts';
import { type EpcisEvent, epcisEvents } from './event.ts';
import { type StoredEvent, storedEvents } from './event-ids.ts';
import type { FoundEvent } from './events-answer.ts';
import { alien, classified } from './problem.ts';

/** Ids asked for at once: about 1 KB of query, which every server takes. */
const BATCH = 20;
/** Room for an error declaration and its original beside each of them. */
export const PAGE = 100;

interface Asking {
  readonly at: number;
  /** Keys of the events found so far. */
  readonly held: readonly string[];
  /** The exception of the failed job, with its message. */
  readonly failed?: string;
  readonly message: string;
  /** The capture itself was answered with "exists". */
  readonly duplicate: boolean;
}

/** The next step: ask for the events by their ids. */
export function byEvents(known: {
  readonly failed?: string;
  readonly message?: string;
  readonly duplicate?: boolean;
}): Outcome {
  return { type: 'continue', operation: 'capture-status', progress: { by: 'events', at: 0, ...known } };
}

export function isByEvents(progress: Progress | undefined): boolean {
  return progress?.by === 'events';
}

/** @returns the events that this step asks for. */
export function batchOf(input: DeliveryInput, { progress }: CallContext): readonly StoredEvent[] {
  const { at } = asking(progress);
  return storedEvents(input).slice(at, at + BATCH);
}

/** What one answer by event ids comes to; batches follow each other until all ids have been asked for. */
export function fateOf(
  answer: { readonly events: readonly FoundEvent[]; readonly more: boolean },
  input: DeliveryInput,
  context: CallContext,
): Outcome {
  const state = asking(context.progress);
  const batch = batchOf(input, context);
  const ours = new Map(batch.map(({ eventId, key }) => [eventId, key]));
  // A repository that does not know the parameter answers with whatever it holds: that ours are not among them proves nothing.
  if (answer.events.some(({ eventId }) => eventId === undefined || !ours.has(eventId)))
    return { type: 'fault', fault: alien('events that were not asked for') };
  const expected = new Map(
    epcisEvents(`${input.event.kind}.submit`, input, context).map((event) => [event.eventId, event]),
  );
  if (answer.events.some((found) => differs(found, expected.get(found.eventId ?? ''))))
    return { type: 'fault', ofRecord: true, fault: classified({ exception: 'DIFFERS', message: '' }, context) };
  const found = new Set(answer.events.map(({ eventId }) => eventId));
  const held = [...state.held, ...batch.filter(({ eventId }) => found.has(eventId)).map(({ key }) => key)];
  if (answer.more && found.size < batch.length)
    return { type: 'fault', fault: classified({ exception: 'PAGED', message: '' }, context) };
  const at = state.at + batch.length;
  if (at < storedEvents(input).length) {
    const progress: Progress = { ...context.progress, by: 'events', at, held };
    return { type: 'continue', progress };
  }
  return concluded({ ...state, held }, input, context);
}

function concluded(state: Asking, input: DeliveryInput, context: CallContext): Outcome {
  const events = storedEvents(input);
  const receipt = input.receipt === undefined ? {} : { receipt: input.receipt };
  const fault =
    state.failed === undefined ? undefined : classified({ exception: state.failed, message: state.message }, context);
  const duplicate = state.duplicate || fault?.category === 'already-accepted';
  if (state.held.length === events.length) return { type: 'ok', ...(duplicate && { duplicate }), ...receipt };
  const held = events.filter(({ key }) => state.held.includes(key)).map(({ key }): ItemResult => ({ key, ok: true }));
  const items = held.length === 0 ? {} : { items: held };
  if (fault === undefined) {
    if (state.duplicate && held.length === 0) return { type: 'fault', fault: alien('said to exist, yet not found') };
    return { type: 'not-found', ...items };
  }
  // The repository's own trouble, not the events': they may be sent again.
  if (fault.category !== 'rejected') return { type: 'not-found', failedThere: true, ...items };
  if (held.length === 0) return { type: 'fault', ofRecord: true, fault };
  const refused = events
    .filter(({ key }) => !state.held.includes(key))
    .map(
      ({ key }): ItemResult => ({ key, ok: false, nativeCode: state.failed ?? '', message: fault.nativeMessage ?? '' }),
    );
  return { type: 'ok', partial: true, items: [...held, ...refused], ...receipt };
}

/** EPCs are not compared one by one, since a repository may show them in its own form; their number must be the same. */
function differs(found: FoundEvent, ours: EpcisEvent | undefined): boolean {
  if (ours === undefined) return true;
  return found.type !== ours.type || !isAction(found, ours) || found.epcs.length !== ours.epcs.length;
}

/** What ends the life of goods (scrap) was captured as OBSERVE by earlier versions of the profile, under the same id. */
function isAction(found: FoundEvent, ours: EpcisEvent): boolean {
  return found.action === ours.action || (ours.action === 'DELETE' && found.action === 'OBSERVE');
}

function asking(progress: Progress | undefined): Asking {
  const { at, held, failed, message, duplicate } = progress ?? {};
  return {
    at: typeof at === 'number' ? at : 0,
    held: Array.isArray(held) ? held : [],
    ...(typeof failed === 'string' && { failed }),
    message: typeof message === 'string' ? message : '',
    duplicate: duplicate === true,
  };
}
