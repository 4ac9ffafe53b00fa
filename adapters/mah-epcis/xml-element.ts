import { RequestError } from '../contract/index.ts';
import { escapeXml, isXmlText } from '../kit/xml-text.ts';

/** An XML element as written. Only `element` makes one, so that no text ever stands for markup. */
export interface Written {
  readonly xml: string;
}

/**
 * Writes one element; text is escaped, names and attribute names are our own literals.
 * @throws RequestError for a character that no XML document can hold.
 */
export function element(
  name: string,
  content: string | ReadonlyArray<Written | undefined>,
  attributes: Readonly<Record<string, string>> = {},
): Written {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${text(value)}"`)].join(' ');
  const body = typeof content === 'string' ? text(content) : content.map((child) => child?.xml ?? '').join('');
  return { xml: `<${head}>${body}</${name}>` };
}

/** @returns the list element with one child each, or nothing for an empty list. */
export function listOf<T>(name: string, items: readonly T[], child: (item: T) => Written): Written | undefined {
  return items.length === 0 ? undefined : element(name, items.map(child));
}

/** @returns the document in UTF-8 with its declaration. */
export function xmlText({ xml }: Written): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${xml}`;
}

function text(value: string): string {
  if (isXmlText(value)) return escapeXml(value);
  throw new RequestError('NOT_XML_TEXT', 'a value holds a character that XML cannot hold');
}
