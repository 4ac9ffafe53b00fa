import { Parser } from 'xml2js';
import { defaultXmlLimits, guardXml, type XmlLimits } from './xml-guard.ts';

/** One element: its own text, attributes, and child elements by name, each name a list even where it occurs once. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Readonly<Record<string, readonly XmlNode[]>>;
}

/** Text that is no single well-formed XML document. The message never repeats the text. */
export class XmlInvalid extends Error {
  override readonly name = 'XmlInvalid';
}

/** Keys xml2js uses for text and attributes; neither can be an XML name, so no element can take their place. */
const TEXT_KEY = '#text';
const ATTRIBUTES_KEY = '#attributes';

/** Encodings Chinese platforms declare; the label is checked before it reaches TextDecoder. */
const ENCODINGS = new Set(['utf-8', 'gbk', 'gb2312', 'gb18030']);

/**
 * Parses an XML document into objects without prototype, every value text.
 * Closes the gaps of xml2js 0.6: no shape that depends on how often an element occurs, no number parsing, empty input and a second
 * root are errors, `__proto__` and its like are refused by the guard before.
 * @param source text, or bytes in UTF-8 or the GB encoding that the XML declaration names
 * @throws XmlRefused (guard: size, depth, nodes, document type, names) or XmlInvalid.
 */
export function parseXml(source: string | Uint8Array, limits: XmlLimits = defaultXmlLimits): XmlNode {
  const text = (typeof source === 'string' ? source : decode(source)).replace(/^\uFEFF/, '').trim();
  if (text === '') throw new XmlInvalid('empty document');
  guardXml(text, limits);
  return toNode(...parseRoot(text));
}

/** @returns the first child of that name. */
export function childOf(node: XmlNode, name: string): XmlNode | undefined {
  return node.children[name]?.[0];
}

/** @returns the trimmed text of the only child of that name; undefined when there is none or more than one. */
export function childText(node: XmlNode, name: string): string | undefined {
  const found = node.children[name];
  return found?.length === 1 ? found[0]?.text.trim() : undefined;
}

function decode(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*\sencoding=["']([\w-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  if (!ENCODINGS.has(declared)) throw new XmlInvalid('encoding not supported');
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlInvalid(`not ${declared}`);
  }
}

/**
 * Listens to the events instead of using the callback: that one detaches itself after the first root, so that a second root and
 * errors behind it vanish. Each closed root is an `end`.
 */
function parseRoot(text: string): [string, unknown] {
  const roots: unknown[] = [];
  let failed = false;
  const parser = new Parser({
    explicitArray: true,
    explicitCharkey: true,
    charkey: TEXT_KEY,
    attrkey: ATTRIBUTES_KEY,
    strict: true,
    async: false,
  });
  parser.on('end', (root: unknown) => roots.push(root));
  parser.on('error', (error: unknown) => {
    failed = true;
    // Ends the parse: xml2js would go on, and sax makes an error of each further character (3 s for 400 KB).
    throw error;
  });
  try {
    parser.parseString(text);
  } catch {
    // Not swallowed: xml2js throws what comes after the first error or root, and either way the document is refused below.
    failed = true;
  }
  const [root] = roots.flatMap(entriesOf);
  if (roots.length > 1 || (failed && root !== undefined)) throw new XmlInvalid('content behind the root element');
  if (failed) throw new XmlInvalid('not well-formed');
  if (root === undefined) throw new XmlInvalid('no root element');
  return root;
}

/** xml2js gives an element as text, or as an object with text, attributes and children; its objects inherit from Object.prototype. */
function toNode(name: string, value: unknown): XmlNode {
  const attributes: Record<string, string> = Object.create(null);
  const children: Record<string, XmlNode[]> = Object.create(null);
  let text = typeof value === 'string' ? value : '';
  for (const [key, item] of isRecord(value) ? Object.entries(value) : []) {
    if (key === TEXT_KEY) text = String(item);
    else if (key === ATTRIBUTES_KEY)
      for (const [attribute, content] of entriesOf(item)) attributes[attribute] = String(content);
    else children[key] = elementsOf(item).map((child) => toNode(key, child));
  }
  return { name, text, attributes, children };
}

/** xml2js takes an inherited member (`toString`) for an earlier element of that name and puts the function before the real ones. */
function elementsOf(item: unknown): unknown[] {
  const items = Array.isArray(item) ? item : [item];
  return items.filter((child) => typeof child !== 'function');
}

function entriesOf(value: unknown): Array<[string, unknown]> {
  return isRecord(value) ? Object.entries(value) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
