import type { Attr, Element, Node } from '@xmldom/xmldom';

const xmlns = 'http://www.w3.org/2000/xmlns/';

/**
 * Exclusive XML canonicalisation without comments (W3C xml-exc-c14n), for an element with everything below it: namespaces where they are
 * first used, attributes by namespace and name, text escaped. Written from the recommendation, so that a sender's library has no say.
 */
export function canonical(element: Element): string {
  return write(element, new Map());
}

/** @param rendered prefix → namespace, as declared by the output around this element */
function write(element: Element, rendered: ReadonlyMap<string, string>): string {
  const attributes = Array.from(element.attributes).filter(({ namespaceURI }) => namespaceURI !== xmlns);
  const used = new Map<string, string>();
  use(used, element.prefix ?? '', element.namespaceURI ?? '');
  for (const { prefix, namespaceURI } of attributes) if (prefix) use(used, prefix, namespaceURI ?? '');
  const isNew = ([prefix, uri]: readonly [string, string]) => (rendered.get(prefix) ?? '') !== uri;
  const declared = [...used].filter(isNew).sort(([a], [b]) => order(a, b));
  const inner = new Map([...rendered, ...declared]);
  const open = [
    element.nodeName,
    ...declared.map(([prefix, uri]) => `${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${attributeText(uri)}"`),
    ...attributes.sort(byName).map(({ nodeName, value }) => `${nodeName}="${attributeText(value)}"`),
  ].join(' ');
  const content = Array.from(element.childNodes).map((node) => child(node, inner));
  return `<${open}>${content.join('')}</${element.nodeName}>`;
}

function use(used: Map<string, string>, prefix: string, uri: string): void {
  // The prefix xml is bound by definition and never declared.
  if (prefix !== 'xml') used.set(prefix, uri);
}

function child(node: Node, rendered: ReadonlyMap<string, string>): string {
  if (isElement(node)) return write(node, rendered);
  const isText = node.nodeType === 3 || node.nodeType === 4;
  return isText ? text(node.nodeValue ?? '') : '';
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

function byName(a: Attr, b: Attr): number {
  return order(a.namespaceURI ?? '', b.namespaceURI ?? '') || order(a.localName ?? '', b.localName ?? '');
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function text(value: string): string {
  return value.replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
}

function attributeText(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => escapes[character] ?? character);
}

/** Canonical XML 1.0 §2.3. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
