import { DOMParser, type Element } from '@xmldom/xmldom';
import type { Fields } from './fields.ts';

const lists = ['items', 'traceCodes'];

/**
 * Reads the XML form of a content: elements only, no attributes; `items` and `traceCodes` are lists however often they occur, every
 * other name occurs once.
 * @returns undefined for anything else
 */
export function xmlContent(text: string | undefined): Fields | undefined {
  if (text === undefined || text.includes('<!DOCTYPE')) return undefined;
  let wrong = false;
  const onError = () => {
    wrong = true;
  };
  try {
    const { documentElement: root } = new DOMParser({ onError }).parseFromString(text, 'text/xml');
    return wrong || root === null || root.nodeName !== 'dataset' ? undefined : fieldsOf(root);
  } catch {
    // Whatever is wrong with the document, the sender learns only that it cannot be read.
    return undefined;
  }
}

function fieldsOf(parent: Element): Fields {
  const fields: Record<string, unknown> = {};
  for (const child of elementsIn(parent)) {
    const value = elementsIn(child).length > 0 ? fieldsOf(child) : (child.textContent ?? '');
    const held = fields[child.nodeName];
    if (lists.includes(child.nodeName)) fields[child.nodeName] = [...(Array.isArray(held) ? held : []), value];
    else if (held === undefined && child.attributes.length === 0) fields[child.nodeName] = value;
    else throw new Error('an element that is there twice, or has attributes');
  }
  return fields;
}

function elementsIn(parent: Element): readonly Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1);
}
