/** Why a text was refused; part of the message and of nothing else. */
export type XmlRefusal =
  | 'size'
  | 'depth'
  | 'nodes'
  | 'doctype'
  | 'name'
  | 'namespaces'
  | 'reference'
  | 'unfinished'
  | 'character'
  | 'attribute';

/** Thrown by `guardXml`; carries the reason and the offset, never the text itself (it may hold personal data). */
export class XmlRefused extends Error {
  override readonly name = 'XmlRefused';
  readonly reason: XmlRefusal;
  readonly offset: number;
  constructor(reason: XmlRefusal, offset: number) {
    super(`XML refused (${reason}) at offset ${offset}`);
    this.reason = reason;
    this.offset = offset;
  }
}

export interface XmlLimits {
  readonly maxChars: number;
  readonly maxDepth: number;
  /** Elements, attributes, comments, CDATA sections and processing instructions together. */
  readonly maxNodes: number;
  /** Distinct xmlns prefixes: node-soap compares each element with each of them. */
  readonly maxPrefixes: number;
  /**
   * Refuses `href`, and `id` values that are member names of Object.prototype: node-soap resolves SOAP 1.1 §5 references
   * through a plain object (id="__proto__" writes to every object) and copies the target into each reference.
   */
  readonly refuseReferences: boolean;
}

/** OWASP XML Security cheat sheet values as set for this project: depth ≤ 64, 50 000 nodes, no document type. */
export const defaultXmlLimits: XmlLimits = {
  maxChars: 2_097_152,
  maxDepth: 64,
  maxNodes: 50_000,
  maxPrefixes: 64,
  refuseReferences: false,
};

/** Names that reach Object.prototype in parsers which build plain objects (xml2js, node-soap). */
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const endOfName = /[\s/>=]/g;
/** No "<" in values (XML 1.0 §3.1), so that no later step can take an attribute for markup. */
const attribute = /([^\s=/>]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const notSpace = /\S/g;
/** XML 1.0 §2.2: of the C0 controls only tab and line ends; sax lets the others pass. */
const forbiddenCharacter = /(?![\t\n\r\u007F-\u009F])\p{Cc}/u;

/**
 * A linear look at XML text before any parser sees it. It does not prove well-formedness (the parser does), only that the parser
 * cannot be made to expand, recurse or pollute, and what sax fails to refuse: control characters, an attribute given twice.
 * @throws XmlRefused
 */
export function guardXml(text: string, limits: XmlLimits = defaultXmlLimits): void {
  if (text.length > limits.maxChars) throw new XmlRefused('size', limits.maxChars);
  const character = forbiddenCharacter.exec(text);
  if (character !== null) throw new XmlRefused('character', character.index);
  const prefixes = new Set<string>();
  let depth = 0;
  let nodes = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    let next: number;
    nodes += 1;
    if (nodes > limits.maxNodes) throw new XmlRefused('nodes', at);
    if (text.startsWith('<!--', at)) next = skipPast(text, '-->', at + 4, at);
    else if (text.startsWith('<![CDATA[', at)) next = skipPast(text, ']]>', at + 9, at);
    else if (text.startsWith('<?', at)) next = skipPast(text, '?>', at + 2, at);
    else if (text.startsWith('<!', at)) throw new XmlRefused('doctype', at);
    else if (text.startsWith('</', at)) {
      next = skipPast(text, '>', at + 2, at);
      depth -= 1;
      nodes -= 1;
    } else {
      const tag = scanTag(text, at, limits, prefixes);
      next = tag.end;
      nodes += tag.attributes;
      if (!tag.selfClosing) depth += 1;
      if (depth > limits.maxDepth) throw new XmlRefused('depth', at);
    }
    at = text.indexOf('<', next);
  }
}

function skipPast(text: string, end: string, from: number, at: number): number {
  const found = text.indexOf(end, from);
  if (found === -1) throw new XmlRefused('unfinished', at);
  return found + end.length;
}

function scanTag(text: string, at: number, limits: XmlLimits, prefixes: Set<string>) {
  endOfName.lastIndex = at + 1;
  let cursor = endOfName.exec(text)?.index ?? -1;
  if (cursor === -1) throw new XmlRefused('unfinished', at);
  checkName(text.slice(at + 1, cursor), at);
  const names = new Set<string>();
  let attributes = 0;
  for (;;) {
    notSpace.lastIndex = cursor;
    cursor = notSpace.exec(text)?.index ?? -1;
    if (cursor === -1) throw new XmlRefused('unfinished', at);
    if (text[cursor] === '>') return { end: cursor + 1, attributes, selfClosing: false };
    if (text.startsWith('/>', cursor)) return { end: cursor + 2, attributes, selfClosing: true };
    attribute.lastIndex = cursor;
    const found = attribute.exec(text);
    if (found === null) throw new XmlRefused('unfinished', cursor);
    const [, name = ''] = found;
    // XML 1.0 §3.1: sax takes the first one and is silent.
    if (names.size === names.add(name).size) throw new XmlRefused('attribute', cursor);
    checkAttribute(name, found[2] ?? found[3] ?? '', cursor, limits, prefixes);
    cursor = attribute.lastIndex;
    attributes += 1;
    if (attributes > limits.maxNodes) throw new XmlRefused('nodes', at);
  }
}

function checkAttribute(name: string, value: string, at: number, limits: XmlLimits, prefixes: Set<string>): void {
  checkName(name, at);
  if (name.startsWith('xmlns:')) {
    prefixes.add(name);
    if (prefixes.size > limits.maxPrefixes) throw new XmlRefused('namespaces', at);
  }
  if (!limits.refuseReferences) return;
  if (name === 'href' || (name === 'id' && value in Object.prototype)) throw new XmlRefused('reference', at);
}

function checkName(name: string, at: number): void {
  // Each part: parsers disagree on which colon ends the prefix.
  if (name.split(':').some((part) => forbiddenNames.has(part))) throw new XmlRefused('name', at);
}
