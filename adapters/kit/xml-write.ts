import { RequestError } from '../contract/index.ts';
import { isXmlText } from './xml-text.ts';

/** XML 1.0 NCName without the characters that only some parsers know. */
const elementName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
/** Line breaks as references too: in an attribute a parser would read blanks (XML 1.0 §3.3.3). */
const special = /[&<>"'\r\n\t]/g;
const TEXT = '#text';

/**
 * A mapped message as an XML document in UTF-8 with its declaration. `@name` is an attribute, `#text` the text beside attributes, every
 * other name an element, a list one element each; order is that of the message.
 * @param message exactly one name: the root element
 * @throws RequestError for text that no XML can hold; TypeError for names or shapes that a profile has wrong
 */
export function writeXml(message: Readonly<Record<string, unknown>>): string {
  const [root, ...others] = Object.entries(message);
  if (root === undefined || others.length > 0) throw new TypeError('an XML message has exactly one root element');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(...root)}\n`;
}

function element(name: string, value: unknown): string {
  if (!elementName.test(name)) throw new TypeError(`${name} is no element name`);
  if (typeof value === 'string') return `<${name}>${escaped(value)}</${name}>`;
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  const entries = entriesOf(name, value);
  const attributes = entries.filter(([key]) => key.startsWith('@')).map(([key, text]) => attribute(key.slice(1), text));
  const content = entries
    .filter(([key]) => !key.startsWith('@'))
    .map(([key, inner]) => (key === TEXT ? escaped(textOf(key, inner)) : element(key, inner)))
    .join('');
  const open = `<${name}${attributes.join('')}`;
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
}

function attribute(name: string, value: unknown): string {
  if (!elementName.test(name)) throw new TypeError(`${name} is no attribute name`);
  return ` ${name}="${escaped(textOf(name, value))}"`;
}

function entriesOf(name: string, value: unknown): Array<[string, unknown]> {
  if (typeof value !== 'object' || value === null) throw new TypeError(`field ${name} is no text`);
  return Object.entries(value).filter(([, inner]) => inner !== undefined);
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`field ${name} is no text`);
  return value;
}

function escaped(text: string): string {
  if (!isXmlText(text)) throw new RequestError('NOT_XML_TEXT', 'a field holds a character that XML cannot hold');
  return text.replace(special, (character) => `&#${character.charCodeAt(0)};`);
}
