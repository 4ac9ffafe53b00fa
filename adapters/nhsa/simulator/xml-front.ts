import type { Element } from '@xmldom/xmldom';
import { type Call, type Platform, type Reply, type SimRequest, utf8, type Verdict } from '../../sim-kit/index.ts';
import { childElements, rootOf } from './dom.ts';
import { parseJson } from './envelope.ts';
import { objectOf, type Values } from './field.ts';
import type { NhsaSettings } from './settings.ts';
import { elementOf, escaped, valueOfElement } from './xml-tree.ts';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const contentType = 'text/xml; charset=utf-8';

/**
 * A front that speaks XML or SOAP before a platform that speaks JSON. No such front's document is published: names are settings, and
 * requests that do not keep to them are refused (SOAP: a fault; XML: a document with infcode -1).
 */
export function xmlFront(settings: NhsaSettings, platform: Platform): Platform {
  const { bodyForm } = settings;
  if (bodyForm === 'json') return platform;
  const answer = (reply: Reply): Reply => translated(reply, settings);
  return {
    open(request) {
      const message = messageOf(request, settings);
      const call = platform.open({ ...request, body: Buffer.from(message ?? '', 'utf8') });
      return { ...call, check: () => (message === undefined ? unreadable(settings) : translatedVerdict(call, answer)) };
    },
    limited: (retryAfterMs) => platform.limited(retryAfterMs),
    alien: () => answer(platform.alien()),
    // All of XML is text: the same value in another notation.
    retyped: (reply) => ({ ...reply, body: reply.body.replace(/<infcode>0</, '<infcode>&#48;<') }),
    broken: () => answer(platform.broken()),
  };
}

function translatedVerdict(call: Call, answer: (reply: Reply) => Reply): Verdict {
  const verdict = call.check();
  if ('refused' in verdict) return { refused: answer(verdict.refused) };
  return { apply: () => answer(verdict.apply()), refuse: () => answer(verdict.refuse()) };
}

/** @returns the message as JSON text; undefined for what the front does not take. */
function messageOf({ body, headers }: SimRequest, settings: NhsaSettings): string | undefined {
  if (!/^text\/xml\b/.test(headers['content-type'] ?? '')) return undefined;
  const root = rootOf(utf8(body) ?? '');
  if (root === undefined) return undefined;
  if (settings.bodyForm === 'xml') return treeOf(root, settings);
  const text = headers.soapaction === undefined ? undefined : argumentOf(root, settings);
  if (text === undefined || settings.bodyForm === 'soap-json') return text;
  const inner = rootOf(text);
  return inner && treeOf(inner, settings);
}

function treeOf(root: Element, { xmlRoot, xmlRow }: NhsaSettings): string | undefined {
  return root.nodeName === xmlRoot ? JSON.stringify(valueOfElement(root, xmlRow)) : undefined;
}

/** Envelope, Body, the operation in its namespace, one argument of text. */
function argumentOf(envelope: Element, { soapOperation, soapArgument, soapService }: NhsaSettings): string | undefined {
  if (envelope.localName !== 'Envelope' || envelope.namespaceURI !== soapNamespace) return undefined;
  const [body] = childElements(envelope).filter(({ localName }) => localName === 'Body');
  const [operation, ...others] = body === undefined ? [] : childElements(body);
  if (operation === undefined || others.length > 0 || operation.localName !== soapOperation) return undefined;
  if ((operation.namespaceURI ?? '') !== soapService) return undefined;
  const [argument, ...more] = childElements(operation);
  if (argument === undefined || more.length > 0 || argument.nodeName !== soapArgument) return undefined;
  return childElements(argument).length > 0 ? undefined : (argument.textContent ?? '');
}

function unreadable(settings: NhsaSettings): Verdict {
  const fault = '<faultcode>soap:Client</faultcode><faultstring>unexpected message</faultstring>';
  if (settings.bodyForm !== 'xml')
    return { refused: { status: 500, contentType, body: enveloped(`<soap:Fault>${fault}</soap:Fault>`) } };
  const body = { infcode: -1, err_msg: '报文格式错误,无法解析' };
  return { refused: { status: 200, contentType, body: documentOf(body, settings) } };
}

/** What a gateway answers in another language than JSON stays as it is. */
function translated(reply: Reply, settings: NhsaSettings): Reply {
  const message = objectOf(parseJson(reply.body));
  if (message === undefined || reply.status !== 200) return reply;
  if (settings.bodyForm === 'xml') return { ...reply, contentType, body: documentOf(message, settings) };
  const text = settings.bodyForm === 'soap-json' ? reply.body : documentOf(message, settings);
  const { soapOperation, soapService } = settings;
  const result = `<r:${soapOperation}Response xmlns:r="${soapService || 'urn:front'}"><return>${escaped(text)}</return></r:${soapOperation}Response>`;
  return { ...reply, contentType, body: enveloped(result) };
}

function documentOf(message: Values, { xmlRow }: NhsaSettings): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${elementOf('output', message, xmlRow)}`;
}

function enveloped(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${soapNamespace}"><soap:Body>${content}</soap:Body></soap:Envelope>`;
}
