import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { Refused } from './refused.ts';

/** Parses a document. @throws Refused E02 when it is not well-formed or brings a document type */
export function parse(text: string): Element {
  if (text.includes('<!DOCTYPE')) throw new Refused('E02', '不允许文档类型声明');
  let problem: string | undefined;
  const onError = (_level: string, message: string) => {
    problem ??= message;
  };
  try {
    const { documentElement } = new DOMParser({ onError }).parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml');
    if (problem === undefined && documentElement !== null) return documentElement;
  } catch (error) {
    problem ??= error instanceof Error ? error.message : String(error);
  }
  throw new Refused('E02', `XML 不合法: ${problem ?? ''}`);
}

/** The child elements, all of the given name. @throws Refused E02 for any other element or text, or a number of them out of range */
export function children(
  parent: Element,
  name: string,
  least = 1,
  most = Number.POSITIVE_INFINITY,
): readonly Element[] {
  const nodes = Array.from(parent.childNodes);
  const stray = nodes.some((node) => !isElement(node) && (node.nodeValue ?? '').trim() !== '');
  const found = nodes.filter(isElement);
  if (stray || found.some((element) => element.nodeName !== name))
    throw new Refused('E02', `${parent.nodeName} 只能含 ${name}`);
  if (found.length < least || found.length > most) throw new Refused('E02', `${parent.nodeName}/${name} 数量不对`);
  return found;
}

/** The only child of that name. @throws Refused E02 */
export function child(parent: Element, name: string): Element {
  const [only] = children(parent, name, 1, 1);
  if (only === undefined) throw new Refused('E02', `${parent.nodeName} 缺少 ${name}`);
  return only;
}

/** The attributes by name. @param required must be there and not empty @throws Refused E02 for one missing or unknown */
export function attributes(
  element: Element,
  required: readonly string[],
  optional: readonly string[] = [],
): Readonly<Record<string, string>> {
  const found = Object.fromEntries(Array.from(element.attributes).map(({ name, value }) => [name, value]));
  const unknown = Object.keys(found).find((name) => ![...required, ...optional].includes(name));
  if (unknown !== undefined) throw new Refused('E02', `${element.nodeName} 不认识属性 ${unknown}`);
  const missing = required.find((name) => (found[name] ?? '') === '');
  if (missing !== undefined) throw new Refused('E02', `${element.nodeName} 缺少属性 ${missing}`);
  return found;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
