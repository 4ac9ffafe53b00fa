import type { IdContext } from '../contract/index.ts';
import { decodeGbk } from '../kit/encode-text.ts';
import { isObject, type JsonValue } from '../kit/json.ts';
import { childOf, childText, parseXml, XmlInvalid, type XmlNode } from '../kit/xml.ts';
import { XmlRefused } from '../kit/xml-guard.ts';
import { type Choice, chosen } from './choices.ts';
import { SOAP_1_1 } from './front.ts';
import { jsonOf, jsonOfBytes } from './json-text.ts';
import { jsonOfXml } from './xml-form.ts';

type At = Pick<IdContext, 'settings' | 'profile'>;

/** What a reply's body says, whatever its language; neither member where it cannot be read. */
export interface FrontReply {
  readonly root?: JsonValue;
  /** faultcode and faultstring: the SOAP front speaks for itself. */
  readonly soapFault?: string;
}

const SOAP_1_2 = 'http://www.w3.org/2003/05/soap-envelope';

/** Reads a body in the form the region speaks. A gateway in front of an XML platform may still refuse in JSON: that is read, too. */
export function readFront(body: Uint8Array, context: At): FrontReply {
  const form = chosen('bodyForm', context);
  if (form === 'json') return rootOf(jsonIn(chosen('replyCharset', context), body));
  const document = xmlDocument(body);
  if (document === undefined) return refusalOf(jsonOfBytes(body));
  return form === 'xml' ? rootOf(objectOf(document, context)) : readSoap(document, form, context);
}

function jsonIn(charset: Choice<'replyCharset'>, body: Uint8Array): JsonValue | undefined {
  if (charset === 'utf-8') return jsonOfBytes(body);
  const text = decodeGbk(body);
  return text === undefined ? undefined : jsonOf(text);
}

/** JSON of an object without infcode can only be a gateway's refusal; a success in the wrong language is none. */
function refusalOf(json: JsonValue | undefined): FrontReply {
  return isObject(json) && json.infcode === undefined && json.output === undefined ? { root: json } : {};
}

/** SOAP 1.1 §4: Envelope, Body, one element in it, one element with the text in that. Names are the front's own and not compared. */
function readSoap(envelope: XmlNode, form: 'soap-json' | 'soap-xml', context: At): FrontReply {
  const prefix = envelope.name.includes(':') ? envelope.name.replace(/:.*$/, '') : '';
  const namespace = envelope.attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`];
  if (localName(envelope) !== 'Envelope' || (namespace !== SOAP_1_1 && namespace !== SOAP_1_2)) return {};
  const body = childOf(envelope, prefix === '' ? 'Body' : `${prefix}:Body`);
  const response = body && onlyChild(body);
  if (response === undefined) return {};
  if (localName(response) === 'Fault') return { soapFault: faultText(response) };
  const result = onlyChild(response);
  if (result === undefined || Object.keys(result.children).length > 0) return {};
  if (form === 'soap-json') return rootOf(jsonOf(result.text));
  const inner = xmlDocument(result.text);
  return inner === undefined ? {} : rootOf(objectOf(inner, context));
}

/** An empty or bare root element is no message. */
function objectOf(document: XmlNode, context: At): JsonValue | undefined {
  const value = jsonOfXml(document, context);
  return isObject(value) ? value : undefined;
}

/** SOAP 1.1 faultcode and faultstring; of 1.2 whatever text its Reason holds. */
function faultText(fault: XmlNode): string {
  const reason = childOf(fault, fault.name.replace('Fault', 'Reason'));
  const text = childText(fault, 'faultstring') ?? (reason && onlyChild(reason)?.text) ?? '';
  return `${childText(fault, 'faultcode') ?? ''} ${text}`.trim();
}

function onlyChild({ children }: XmlNode): XmlNode | undefined {
  const all = Object.values(children).flat();
  return all.length === 1 ? all[0] : undefined;
}

function localName({ name }: XmlNode): string {
  return name.replace(/^.*:/, '');
}

function rootOf(root: JsonValue | undefined): FrontReply {
  return root === undefined ? {} : { root };
}

/** @returns undefined for what is no XML document, or one that no platform would send (size, depth, document type). */
function xmlDocument(source: string | Uint8Array): XmlNode | undefined {
  try {
    return parseXml(source);
  } catch (error) {
    if (error instanceof XmlInvalid || error instanceof XmlRefused) return undefined;
    throw error;
  }
}
