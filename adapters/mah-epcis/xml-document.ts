import type { Quantity } from './drafts.ts';
import type { EpcisEvent, Party } from './event.ts';
import type { DocumentHead } from './json-document.ts';
import { element, listOf, type Written, xmlText } from './xml-element.ts';

/** EPCIS 1.2 §9.5: the namespace of the document; everything below its root stands in none. */
const EPCIS = 'urn:epcglobal:epcis:xsd:1';
const CBV = 'urn:epcglobal:cbv';
const MASTER_DATA = `${CBV}:mda`;

/** An EPCISDocument 1.2 (EPCIS 1.2 §9.5): elements in the order of its schema, CBV terms as URNs (CBV 1.2 §7). */
export function xmlDocument({ creationDate }: DocumentHead, events: readonly EpcisEvent[]): string {
  const body = element('EPCISBody', [element('EventList', events.map(eventOf))]);
  return xmlText(element('epcis:EPCISDocument', [body], { 'xmlns:epcis': EPCIS, schemaVersion: '1.2', creationDate }));
}

function eventOf(event: EpcisEvent): Written {
  const packs = event.type === 'AggregationEvent';
  return element(event.type, [
    element('eventTime', event.eventTime),
    element('eventTimeZoneOffset', event.eventTimeZoneOffset),
    element('baseExtension', [element('eventID', event.eventId)]),
    packs && event.parent !== undefined ? element('parentID', event.parent) : undefined,
    element(
      packs ? 'childEPCs' : 'epcList',
      event.epcs.map((epc) => element('epc', epc)),
    ),
    element('action', event.action),
    element('bizStep', `${CBV}:bizstep:${event.bizStep}`),
    event.disposition === undefined ? undefined : element('disposition', `${CBV}:disp:${event.disposition}`),
    element('readPoint', [element('id', event.readPoint)]),
    event.bizLocation === undefined ? undefined : element('bizLocation', [element('id', event.bizLocation)]),
    listOf('bizTransactionList', event.transactions, ({ type, uri }) =>
      element('bizTransaction', uri, type === undefined ? {} : { type: `${CBV}:btt:${type}` }),
    ),
    extensionOf(event),
  ]);
}

/** What came with EPCIS 1.1 stands in an extension, behind the fields of 1.0. */
function extensionOf(event: EpcisEvent): Written | undefined {
  const parts = [
    listOf('quantityList', event.quantities, quantityOf),
    listOf('sourceList', event.sources, partyOf('source')),
    listOf('destinationList', event.destinations, partyOf('destination')),
    ilmdOf(event),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : element('extension', parts);
}

function quantityOf({ epcClass, quantity }: Quantity): Written {
  return element('quantityElement', [element('epcClass', epcClass), element('quantity', quantity)]);
}

function partyOf(name: 'source' | 'destination'): (party: Party) => Written {
  return ({ type, uri }) => element(name, uri, { type: `${CBV}:sdt:${type}` });
}

function ilmdOf({ type, action, lot, expiresOn }: EpcisEvent): Written | undefined {
  if (type !== 'ObjectEvent' || action !== 'ADD' || (lot ?? expiresOn) === undefined) return undefined;
  return element(
    'ilmd',
    [
      lot === undefined ? undefined : element('cbvmda:lotNumber', lot),
      expiresOn === undefined ? undefined : element('cbvmda:itemExpirationDate', expiresOn),
    ],
    { 'xmlns:cbvmda': MASTER_DATA },
  );
}
