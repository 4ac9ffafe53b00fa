import type { Quantity } from './drafts.ts';
import type { EpcisEvent, Party } from './event.ts';

declare global {
  interface JSON {
    /** ECMAScript "JSON.parse source text access": the text stands in the output as it is. */
    rawJSON(text: string): unknown;
  }
}

/** EPCIS 2.0 §10; a repository knows this context by its address and does not fetch it. */
const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

export interface DocumentHead {
  /** A UUID of this try. */
  readonly id: string;
  /** RFC 3339 */
  readonly creationDate: string;
}

/** An EPCISDocument 2.0 in JSON-LD (EPCIS 2.0 §10, EPCIS-JSON-Schema); CBV terms stand as bare words. */
export function jsonDocument(head: DocumentHead, events: readonly EpcisEvent[]): string {
  return JSON.stringify({
    '@context': [CONTEXT],
    id: `urn:uuid:${head.id}`,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: head.creationDate,
    epcisBody: { eventList: events.map(eventOf) },
  });
}

function eventOf(event: EpcisEvent): Readonly<Record<string, unknown>> {
  return {
    type: event.type,
    eventID: event.eventId,
    eventTime: event.eventTime,
    eventTimeZoneOffset: event.eventTimeZoneOffset,
    ...whatOf(event),
    action: event.action,
    bizStep: event.bizStep,
    ...(event.disposition && { disposition: event.disposition }),
    readPoint: { id: event.readPoint },
    ...(event.bizLocation && { bizLocation: { id: event.bizLocation } }),
    bizTransactionList: event.transactions.map(({ type, uri }) => ({ ...(type && { type }), bizTransaction: uri })),
    ...parties('sourceList', 'source', event.sources),
    ...parties('destinationList', 'destination', event.destinations),
    ...ilmdOf(event),
  };
}

function whatOf({ type, parent, epcs, quantities }: EpcisEvent): Readonly<Record<string, unknown>> {
  const quantityList = quantities.map(({ epcClass, quantity }) => ({ epcClass, quantity: exactly(quantity) }));
  if (type === 'AggregationEvent') return { parentID: parent, childEPCs: epcs };
  return {
    ...(epcs.length > 0 && { epcList: epcs }),
    ...(quantityList.length > 0 && { quantityList }),
  };
}

/** EPCIS wants a JSON number; the digits go out as the tenant wrote them, through no binary fraction. */
function exactly(quantity: Quantity['quantity']): unknown {
  return JSON.rawJSON(quantity);
}

function parties(list: string, name: string, all: readonly Party[]): Readonly<Record<string, unknown>> {
  return all.length === 0 ? {} : { [list]: all.map(({ type, uri }) => ({ type, [name]: uri })) };
}

/** Instance or lot master data belongs to events that bring objects into being (EPCIS 2.0 §7.3.7): ADD alone. */
function ilmdOf({ type, action, lot, expiresOn }: EpcisEvent): Readonly<Record<string, unknown>> {
  if (type !== 'ObjectEvent' || action !== 'ADD' || (lot ?? expiresOn) === undefined) return {};
  const ilmd = {
    ...(lot && { 'cbvmda:lotNumber': lot }),
    ...(expiresOn && { 'cbvmda:itemExpirationDate': expiresOn }),
  };
  return { ilmd };
}
