import type { Element } from '@xmldom/xmldom';
import { childElements } from './dom.ts';

/** Nodes documented as 多行 (V1.1.83): lists even of one row. */
const listName = /(detail|tracinfo|_list)$/i;

/** @param row element of one row within a list node; empty: the node itself is repeated */
export function valueOfElement(element: Element, row: string): unknown {
  const children = childElements(element);
  if (children.length === 0) return element.textContent ?? '';
  const values: Record<string, unknown> = {};
  for (const name of new Set(children.map(({ nodeName }) => nodeName))) {
    const same = children.filter(({ nodeName }) => nodeName === name);
    if (!listName.test(name)) {
      values[name] = same.length === 1 && same[0] !== undefined ? valueOfElement(same[0], row) : null;
      continue;
    }
    const items = row === '' ? same : same.flatMap((list) => childElements(list));
    // Rows of another name are no rows: null is refused by every table.
    values[name] = items.map((item) => (row === '' || item.nodeName === row ? valueOfElement(item, row) : null));
  }
  return values;
}

/** The answer as one element: lists repeat it or hold rows; an empty list is an empty element. */
export function elementOf(name: string, value: unknown, row: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `<${name}/>`;
    if (row === '') return value.map((item: unknown) => elementOf(name, item, row)).join('');
    return `<${name}>${value.map((item: unknown) => elementOf(row, item, row)).join('')}</${name}>`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([member, content]) => elementOf(member, content, row));
    return `<${name}>${members.join('')}</${name}>`;
  }
  return `<${name}>${escaped(value === null || value === undefined ? '' : String(value))}</${name}>`;
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
