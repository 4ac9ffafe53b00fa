import type { NativeResponse } from '../contract/index.ts';
import { parseXml, XmlInvalid, type XmlNode } from '../kit/xml.ts';
import { defaultXmlLimits, XmlRefused } from '../kit/xml-guard.ts';

/** @returns the root of an XML body; undefined when it is none. */
export function xmlRoot({ body }: NativeResponse): XmlNode | undefined {
  try {
    return parseXml(body, defaultXmlLimits);
  } catch (error) {
    if (error instanceof XmlInvalid || error instanceof XmlRefused) return undefined;
    throw error;
  }
}

/** Prefixes are the sender's to choose; the words are the schema's. */
export function localName({ name }: XmlNode): string {
  return name.slice(name.indexOf(':') + 1);
}

/** @returns child elements, all or those of a local name, each name's in their order. */
export function childrenOf(node: XmlNode, name?: string): readonly XmlNode[] {
  const all = Object.values(node.children).flat();
  return name === undefined ? all : all.filter((child) => localName(child) === name);
}

/** @returns the only child of that local name. */
export function onlyChild(node: XmlNode | undefined, name: string): XmlNode | undefined {
  const found = node === undefined ? [] : childrenOf(node, name);
  return found.length === 1 ? found[0] : undefined;
}

/** @returns the trimmed text of the only child of that local name. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string | undefined {
  const found = path.reduce<XmlNode | undefined>(onlyChild, node);
  return found?.text.trim();
}

/** Reads an exception of EPCIS in XML: the root itself, or the detail of a SOAP fault (EPCIS 1.2 §11.1). */
export function exceptionIn(
  response: NativeResponse,
): { readonly exception: string; readonly message: string } | undefined {
  const root = xmlRoot(response);
  if (root === undefined) return undefined;
  const detail = onlyChild(onlyChild(onlyChild(root, 'Body'), 'Fault'), 'detail');
  const found = detail === undefined ? root : childrenOf(detail)[0];
  if (found === undefined) return undefined;
  const named = textAt(found, 'type')?.split(':').at(-1);
  const exception = named?.endsWith('Exception') ? named : localName(found);
  if (!/^[A-Za-z]{3,60}Exception$/.test(exception)) return undefined;
  return { exception, message: textAt(found, 'reason') ?? textAt(found, 'title') ?? '' };
}
