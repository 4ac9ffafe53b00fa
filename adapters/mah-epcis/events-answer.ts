import type { CallContext, Fault, NativeResponse } from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, jsonObjectOf } from '../kit/json.ts';
import { rowsAt } from '../kit/json-path.ts';
import type { XmlNode } from '../kit/xml.ts';
import { dialectOf } from './dialect.ts';
import { alien, classified, refusal } from './problem.ts';
import { childrenOf, exceptionIn, localName, onlyChild, textAt, xmlRoot } from './xml-reply.ts';

/** An event as the repository shows it; URIs in whatever form it keeps them. */
export interface FoundEvent {
  readonly type: string;
  readonly eventId?: string;
  readonly action?: string;
  readonly bizStep?: string;
  readonly disposition?: string;
  readonly eventTime?: string;
  readonly recordTime?: string;
  readonly readPoint?: string;
  readonly bizLocation?: string;
  readonly parentId?: string;
  readonly epcs: readonly string[];
  /** It takes back an event of the same id (EPCIS 2.0 §7.4.1.4). */
  readonly declaresError: boolean;
}

export type EventsAnswer =
  | { readonly events: readonly FoundEvent[]; readonly more: boolean }
  | { readonly fault: Fault };

/** Reads the answer to a query for events: an EPCISQueryDocument, or the QueryResults of the SOAP service. */
export function eventsAnswer(response: NativeResponse, context: CallContext): EventsAnswer {
  if (dialectOf(context.profile).form === 'xml-1.2') return soapAnswer(response, context);
  if (response.status !== 200) return { fault: refusal(response, 'read', context) };
  const body = jsonObjectOf(response.body);
  const rows =
    body?.type === 'EPCISQueryDocument' ? rowsAt(body, 'epcisBody.queryResults.resultsBody.eventList') : undefined;
  if (rows === undefined) return { fault: alien('no EPCISQueryDocument') };
  const events = rows.map(fromJson);
  if (events.some(({ type }) => type === '')) return { fault: alien('an event without type') };
  return { events, more: /rel\s*=\s*"?next\b/i.test(response.headers.link ?? '') };
}

function fromJson(row: JsonObject): FoundEvent {
  const id = (value: JsonValue | undefined) => (isObject(value) ? value.id : undefined);
  const epcs = [row.epcList, row.childEPCs].flatMap((list) => (Array.isArray(list) ? list : []));
  return {
    type: typeof row.type === 'string' ? row.type : '',
    ...given({
      eventId: row.eventID,
      action: row.action,
      bizStep: row.bizStep,
      disposition: row.disposition,
      eventTime: row.eventTime,
      recordTime: row.recordTime,
      readPoint: id(row.readPoint),
      bizLocation: id(row.bizLocation),
      parentId: row.parentID,
    }),
    epcs: epcs.filter((epc) => typeof epc === 'string'),
    declaresError: row.errorDeclaration !== undefined,
  };
}

/** SOAP faults come with status 500 (SOAP 1.1 §6.2); the exception in the detail says more than the status. */
function soapAnswer(response: NativeResponse, context: CallContext): EventsAnswer {
  const exception = exceptionIn(response);
  if (exception !== undefined && (response.status === 200 || response.status === 500))
    return { fault: asRead(classified(exception, context)) };
  if (response.status !== 200) return { fault: refusal(response, 'read', context) };
  const body = onlyChild(xmlRoot(response), 'Body');
  const list = onlyChild(onlyChild(body && onlyChild(body, 'QueryResults'), 'resultsBody'), 'EventList');
  if (list === undefined) return { fault: alien('no QueryResults') };
  const events = childrenOf(list).flatMap((node) => (localName(node) === 'extension' ? childrenOf(node) : [node]));
  return { events: events.map(fromXml), more: false };
}

function fromXml(node: XmlNode): FoundEvent {
  const base = onlyChild(node, 'baseExtension');
  const epcs = [onlyChild(node, 'epcList'), onlyChild(node, 'childEPCs')].flatMap((list) =>
    list === undefined ? [] : childrenOf(list, 'epc'),
  );
  return {
    type: localName(node),
    ...given({
      eventId: textAt(base, 'eventID'),
      action: textAt(node, 'action'),
      bizStep: textAt(node, 'bizStep'),
      disposition: textAt(node, 'disposition'),
      eventTime: textAt(node, 'eventTime'),
      recordTime: textAt(node, 'recordTime'),
      readPoint: textAt(node, 'readPoint', 'id'),
      bizLocation: textAt(node, 'bizLocation', 'id'),
      parentId: textAt(node, 'parentID'),
    }),
    epcs: epcs.map(({ text }) => text.trim()),
    declaresError: onlyChild(base, 'errorDeclaration') !== undefined,
  };
}

function given<K extends string>(values: Readonly<Record<K, JsonValue | undefined>>): Partial<Record<K, string>> {
  const texts: Partial<Record<K, string>> = {};
  for (const key in values) {
    const value: unknown = values[key];
    if (typeof value === 'string') texts[key] = value;
  }
  return texts;
}

function asRead(fault: Fault): Fault {
  return fault.category === 'unknown-outcome' ? { ...fault, category: 'unavailable' } : fault;
}
