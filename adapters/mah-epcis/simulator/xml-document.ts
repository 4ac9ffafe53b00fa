import type { Element } from '@xmldom/xmldom';
import { child, children, parseDocument, textIn } from './dom.ts';
import { checkEvent } from './event-rules.ts';
import { invalid } from './refusal.ts';
import { type JsonMap, time } from './rules.ts';
import { bareWord, newInCbv2 } from './vocabulary.ts';

const NAMESPACE = 'urn:epcglobal:epcis:xsd:1';

/** Elements of each event in the order of the schema of EPCIS 1.2; `?` may be absent. */
const sequences: Readonly<Record<string, readonly string[]>> = {
  ObjectEvent:
    'eventTime recordTime? eventTimeZoneOffset baseExtension? epcList action bizStep? disposition? readPoint? bizLocation? bizTransactionList? ilmd? extension?'.split(
      ' ',
    ),
  AggregationEvent:
    'eventTime recordTime? eventTimeZoneOffset baseExtension? parentID? childEPCs action bizStep? disposition? readPoint? bizLocation? bizTransactionList? extension?'.split(
      ' ',
    ),
};
const extensions: Readonly<Record<string, readonly string[]>> = {
  ObjectEvent: 'quantityList? sourceList? destinationList? ilmd? extension?'.split(' '),
  AggregationEvent: 'childQuantityList? sourceList? destinationList? extension?'.split(' '),
};

/** Reads an EPCISDocument 1.2. @returns its events in the form of the JSON binding, checked. @throws Refusal ValidationException */
export function readXmlDocument(text: string): readonly JsonMap[] {
  const root = parseDocument(text);
  if (root.localName !== 'EPCISDocument' || root.namespaceURI !== NAMESPACE)
    throw invalid('no EPCISDocument of EPCIS 1.x');
  if (!['1', '1.0', '1.1', '1.2'].includes(root.getAttribute('schemaVersion') ?? ''))
    throw invalid('schemaVersion is not supported');
  time(root.getAttribute('creationDate'), '/creationDate');
  const list = child(child(root, 'EPCISBody'), 'EventList');
  const events = list === undefined ? [] : children(list);
  if (events.length === 0) throw invalid('no events');
  return events.map((event, index) => checkEvent(readEvent(event, `/EventList[${index}]`), `/EventList[${index}]`));
}

function readEvent(event: Element, where: string): JsonMap {
  const type = event.localName ?? '';
  const sequence = sequences[type];
  if (sequence === undefined || event.namespaceURI !== null) throw invalid(`${where} is no event`);
  inOrder(event, sequence, where);
  const extension = child(event, 'extension');
  if (extension !== undefined) inOrder(extension, extensions[type] ?? [], `${where}/extension`);
  const packs = type === 'AggregationEvent';
  return defined({
    type,
    eventTime: textIn(event, 'eventTime'),
    eventTimeZoneOffset: textIn(event, 'eventTimeZoneOffset'),
    eventID: textIn(child(event, 'baseExtension'), 'eventID'),
    [packs ? 'childEPCs' : 'epcList']: texts(child(event, packs ? 'childEPCs' : 'epcList')),
    parentID: textIn(event, 'parentID'),
    action: textIn(event, 'action'),
    bizStep: word(textIn(event, 'bizStep'), 'bizstep', `${where}/bizStep`),
    disposition: word(textIn(event, 'disposition'), 'disp', `${where}/disposition`),
    readPoint: placeOf(child(event, 'readPoint')),
    bizLocation: placeOf(child(event, 'bizLocation')),
    bizTransactionList: typed(child(event, 'bizTransactionList'), 'bizTransaction', 'btt', where),
    sourceList: typed(child(extension, 'sourceList'), 'source', 'sdt', where),
    destinationList: typed(child(extension, 'destinationList'), 'destination', 'sdt', where),
    [packs ? 'childQuantityList' : 'quantityList']: quantities(
      child(extension, packs ? 'childQuantityList' : 'quantityList'),
    ),
    ilmd: child(extension, 'ilmd') === undefined ? undefined : {},
  });
}

function inOrder(parent: Element, sequence: readonly string[], where: string): void {
  const names = children(parent).map((element) => {
    if (element.namespaceURI !== null) throw invalid(`${where}/${element.nodeName} is in a namespace`);
    return element.localName ?? '';
  });
  let at = 0;
  for (const slot of sequence) {
    const [name, optional] = slot.endsWith('?') ? [slot.slice(0, -1), true] : [slot, false];
    if (names[at] === name) at += 1;
    else if (!optional) throw invalid(`${where}/${name} is missing or out of order`);
  }
  if (at < names.length) throw invalid(`${where}/${names[at]} is not expected there`);
}

/** CBV 1.2 writes its terms as URNs. */
function word(value: string | undefined, list: string, where: string): string | undefined {
  if (value === undefined) return undefined;
  const bare = value.startsWith(`urn:epcglobal:cbv:${list}:`) ? bareWord(value) : undefined;
  if (bare === undefined || newInCbv2.has(bare)) throw invalid(`${where} is no term of CBV 1.2`);
  return bare;
}

function typed(list: Element | undefined, name: string, vocabulary: string, where: string): unknown {
  return list === undefined
    ? undefined
    : children(list).map((element) => {
        const type = word(element.getAttribute('type') ?? undefined, vocabulary, `${where}/${name}/@type`);
        return { ...(type !== undefined && { type }), [name]: element.textContent?.trim() };
      });
}

function quantities(list: Element | undefined): unknown {
  return list === undefined
    ? undefined
    : children(list).map((element) => ({
        epcClass: textIn(element, 'epcClass'),
        quantity: Number(textIn(element, 'quantity')),
      }));
}

function texts(list: Element | undefined): unknown {
  return list === undefined ? undefined : children(list).map((element) => element.textContent?.trim());
}

function placeOf(element: Element | undefined): unknown {
  return element === undefined ? undefined : { id: textIn(element, 'id') };
}

function defined(value: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
