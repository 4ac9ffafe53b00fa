import type { SoapArgs } from '../../../adapters/contract/index.ts';
import { isXmlText } from '../../../adapters/kit/xml-text.ts';

/** XML 1.0 NCName, without the characters that need a prefix or a browser to explain. */
const elementName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
/** Keys that node-soap reads as raw XML, attributes or namespaces, and names that reach Object.prototype. */
const reserved: ReadonlySet<string> = new Set([
  '_xml',
  '_xmlns',
  'attributes',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
]);
const maxDepth = 32;

/**
 * Whether node-soap will write these arguments as plain escaped text. It passes a text that looks like a whole CDATA section through
 * unescaped, which lets input add elements: such a text is refused too.
 */
export function plainArgs(args: SoapArgs, depth = 0): boolean {
  if (depth > maxDepth) return false;
  return Object.entries(args).every(([name, value]) => {
    if (name.startsWith('@')) return elementName.test(name.slice(1)) && typeof value === 'string' && plainText(value);
    if (name === '#text') return typeof value === 'string' && plainText(value);
    if (!elementName.test(name) || reserved.has(name)) return false;
    const values: ReadonlyArray<string | SoapArgs> = isList(value) ? value : [value];
    return values.every((each) => (typeof each === 'string' ? plainText(each) : plainArgs(each, depth + 1)));
  });
}

/** Arguments in node-soap's own form: the attributes of an element as one member `attributes`. */
export function nodeSoapArgs(args: SoapArgs): Record<string, unknown> {
  const elements: Record<string, unknown> = {};
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === 'string') {
      if (name.startsWith('@')) attributes[name.slice(1)] = value;
      else if (name === '#text') elements.$value = value;
      else elements[name] = value;
    } else elements[name] = isList(value) ? value.map(nodeSoapValue) : nodeSoapArgs(value);
  }
  return Object.keys(attributes).length === 0 ? elements : { attributes, ...elements };
}

function nodeSoapValue(value: string | SoapArgs): unknown {
  return typeof value === 'string' ? value : nodeSoapArgs(value);
}

function plainText(value: string): boolean {
  return isXmlText(value) && !value.startsWith('<![CDATA[');
}

function isList(value: SoapArgs[string]): value is ReadonlyArray<string | SoapArgs> {
  return Array.isArray(value);
}
