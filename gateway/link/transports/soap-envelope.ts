import { defaultXmlLimits, guardXml, XmlRefused } from '../../../adapters/kit/xml-guard.ts';
import { declaredCharset, decodeBody } from './charset.ts';
import type { SoapVersion } from './soap-client.ts';

/**
 * Below the kit's limits, because this text is parsed twice, by the guard and by node-soap's sax: 2 MB or 45,000 elements would stop
 * the event loop for 100 ms and more. The results of 1,000 lines as escaped XML take some 150 KB.
 */
const limits = { ...defaultXmlLimits, maxChars: 262_144, maxNodes: 10_000, refuseReferences: true };
const beforeRoot = /^(?:\s+|<\?[^>]*\?>|<!--(?:(?!-->)[\s\S])*-->)/;
const envelopeTag = /^<(?:([^\s:/>]+):)?Envelope[\s/>]/;
const namespaceDeclaration = /\s(xmlns(?::[^\s=]+)?)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** SOAP 1.1 §4: an envelope of any other namespace is another version, and the message must be discarded; SOAP 1.2 part 1 §5.1. */
const envelopeNamespaces = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const;
/** What stands for bytes that the declared charset does not know: they may have been part of a receipt. */
const replacementCharacter = '\uFFFD';

/**
 * The reply as text that node-soap may parse: guarded, a SOAP envelope from its first element on, free of CDATA sections.
 * @returns undefined when the reply is no such envelope (an HTML page, a document type, an unknown charset, bytes beyond the charset)
 */
export function envelopeText(
  body: Uint8Array,
  contentType: string | undefined,
  version: SoapVersion = '1.1',
): string | undefined {
  if (declaredCharset(body, contentType) === undefined) return undefined;
  const text = decodeBody(body, contentType);
  if (text.includes(replacementCharacter)) return undefined;
  try {
    guardXml(text, limits);
  } catch (error) {
    if (error instanceof XmlRefused) return undefined;
    throw error;
  }
  const root = fromRoot(text);
  return isEnvelope(root, envelopeNamespaces[version]) ? withoutCdata(root) : undefined;
}

function isEnvelope(root: string, namespace: string): boolean {
  const tag = envelopeTag.exec(root);
  if (tag === null) return false;
  const declaration = tag[1] === undefined ? 'xmlns' : `xmlns:${tag[1]}`;
  const declared = root.slice(0, root.indexOf('>')).matchAll(namespaceDeclaration);
  return [...declared].some(
    ([, name, quoted, apostrophed]) => name === declaration && (quoted ?? apostrophed) === namespace,
  );
}

function fromRoot(text: string): string {
  let rest = text;
  for (let found = beforeRoot.exec(rest); found !== null; found = beforeRoot.exec(rest))
    rest = rest.slice(found[0].length);
  return rest;
}

/**
 * CDATA sections as escaped text. node-soap parses a section that holds an XML declaration as XML of its own, past our guard and with
 * a backtracking expression; a body that is "a string of XML" must stay a string. Steps over the same markup as the guard did.
 */
function withoutCdata(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    let next = at + 1;
    if (text.startsWith('<!--', at)) next = text.indexOf('-->', at + 4) + 3;
    else if (text.startsWith('<?', at)) next = text.indexOf('?>', at + 2) + 2;
    else if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at + 9);
      parts.push(text.slice(copied, at), escapeText(text.slice(at + 9, end)));
      next = end + 3;
      copied = next;
    }
    at = text.indexOf('<', next);
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** node-soap's object as plain text leaves: attributes dropped, an element with attributes is its text, an empty one ''. */
export function textTree(value: unknown): unknown {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textTree);
  if (typeof value !== 'object') return String(value);
  const { attributes, ...content } = value as { attributes?: unknown };
  const entries = Object.entries(content);
  if (entries.length === 0) return '';
  const [only] = entries;
  if (attributes !== undefined && entries.length === 1 && only?.[0] === '$value') return textTree(only[1]);
  return Object.fromEntries(entries.map(([name, inner]) => [name, textTree(inner)]));
}
