import { type CallContext, type IdContext, RequestError } from '../contract/index.ts';
import type { JsonValue } from '../kit/json.ts';
import type { XmlNode } from '../kit/xml.ts';
import { escapeXml, isXmlText } from '../kit/xml-text.ts';
import { xmlName } from './xml-names.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The message as one XML element: a member is an element of its name, a list its element repeated, or rows within it (xmlRow).
 * @throws RequestError NHSA_TEXT_NOT_XML
 */
export function xmlOf(message: Values, context: CallContext): string {
  return element(xmlName('xmlRoot', context), message, xmlName('xmlRow', context));
}

function element(name: string, value: unknown, row: string): string {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (row === '') return items.map((item) => element(name, item, row)).join('');
    return tagged(name, items.map((item) => element(row, item, row)).join(''));
  }
  if (typeof value === 'object' && value !== null)
    return tagged(
      name,
      Object.entries(value)
        .map(([member, content]) => element(member, content, row))
        .join(''),
    );
  const text = value === null || value === undefined ? '' : String(value);
  if (!isXmlText(text))
    throw new RequestError('NHSA_TEXT_NOT_XML', `${name} has a character that no XML document can hold`);
  return tagged(name, escapeXml(text));
}

function tagged(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

/**
 * An element of a reply as the JSON it stands for: elements with children are objects, repeated ones lists, all others texts. What
 * holds rows only is a list of them (xmlRow). Attributes say nothing here.
 * @returns undefined for text beside child elements, which no message of this family has
 */
export function jsonOfXml(node: XmlNode, context: Pick<IdContext, 'settings' | 'profile'>): JsonValue | undefined {
  return treeOf(node, xmlName('xmlRow', context));
}

function treeOf({ text, children }: XmlNode, row: string): JsonValue | undefined {
  const names = Object.keys(children);
  if (names.length === 0) return text;
  if (text.trim() !== '') return undefined;
  const rows = names.length === 1 && row !== '' ? children[row] : undefined;
  if (rows !== undefined) return allOf(rows, row);
  const object: Record<string, JsonValue> = Object.create(null);
  for (const [name, nodes] of Object.entries(children)) {
    const values = allOf(nodes, row);
    const [only] = values ?? [];
    if (values === undefined || only === undefined) return undefined;
    object[name] = values.length === 1 ? only : values;
  }
  return object;
}

function allOf(nodes: readonly XmlNode[], row: string): readonly JsonValue[] | undefined {
  const values = nodes.map((node) => treeOf(node, row));
  return values.every((value) => value !== undefined) ? values : undefined;
}
