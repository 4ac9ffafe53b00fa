import type { Element } from '@xmldom/xmldom';
import type { Reply } from '../../sim-kit/index.ts';
import { child, children, parseDocument, textIn } from './dom.ts';
import { Refusal } from './refusal.ts';
import type { StoredEvent } from './repository.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const QUERY = 'urn:epcglobal:epcis-query:xsd:1';
const contentType = 'text/xml; charset=utf-8';

/** Reads a Poll of the SimpleEventQuery. @returns its parameters. @throws Refusal */
export function readPoll(text: string): ReadonlyMap<string, readonly string[]> {
  const root = parseDocument(text);
  if (root.localName !== 'Envelope' || root.namespaceURI !== SOAP)
    throw new Refusal('ValidationException', 500, 'no SOAP 1.1');
  const poll = child(child(root, 'Body'), 'Poll');
  if (poll?.namespaceURI !== QUERY) throw new Refusal('ValidationException', 500, 'no Poll');
  if (textIn(poll, 'queryName') !== 'SimpleEventQuery') throw new Refusal('NoSuchNameException', 500, 'no such query');
  const params = child(poll, 'params');
  return new Map(children(params ?? poll).flatMap((param) => (params === undefined ? [] : [parameter(param)])));
}

function parameter(param: Element): [string, readonly string[]] {
  const value = child(param, 'value');
  const strings = value === undefined ? [] : children(value).map((item) => item.textContent?.trim() ?? '');
  return [textIn(param, 'name') ?? '', strings];
}

export function resultsReply(events: readonly StoredEvent[]): Reply {
  const list = events.map(({ event, eventId, epcs }) => eventXml(event, eventId, epcs)).join('');
  return soapReply(
    200,
    `<q:QueryResults xmlns:q="${QUERY}"><queryName>SimpleEventQuery</queryName><resultsBody><EventList>${list}</EventList></resultsBody></q:QueryResults>`,
  );
}

export function faultReply({ exception, message }: Refusal): Reply {
  return soapReply(
    500,
    `<s:Fault><faultcode>s:Server</faultcode><faultstring>${escaped(message)}</faultstring><detail><q:${exception} xmlns:q="${QUERY}"><reason>${escaped(message)}</reason></q:${exception}></detail></s:Fault>`,
  );
}

function soapReply(status: number, content: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${SOAP}"><s:Body>${content}</s:Body></s:Envelope>`;
  return { status, contentType, body };
}

function eventXml(event: StoredEvent['event'], eventId: string, epcs: readonly string[]): string {
  const list = event.type === 'AggregationEvent' ? 'childEPCs' : 'epcList';
  const tag = (name: string, value: unknown) =>
    value === undefined ? '' : `<${name}>${escaped(String(value))}</${name}>`;
  return (
    `<${String(event.type)}>${tag('eventTime', event.eventTime)}${tag('recordTime', event.recordTime)}` +
    `${tag('eventTimeZoneOffset', event.eventTimeZoneOffset)}<baseExtension>${tag('eventID', eventId)}</baseExtension>` +
    `${tag('parentID', event.parentID)}<${list}>${epcs.map((epc) => tag('epc', epc)).join('')}</${list}>` +
    `${tag('action', event.action)}${tag('bizStep', `urn:epcglobal:cbv:bizstep:${String(event.bizStep)}`)}</${String(event.type)}>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
