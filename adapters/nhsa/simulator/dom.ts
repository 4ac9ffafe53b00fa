import { DOMParser, type Element, type Node } from '@xmldom/xmldom';

/** @returns the root element; undefined for what is not well-formed, or brings a document type. */
export function rootOf(text: string): Element | undefined {
  if (text.includes('<!DOCTYPE')) return undefined;
  let sound = true;
  const onError = () => {
    sound = false;
  };
  try {
    const { documentElement } = new DOMParser({ onError }).parseFromString(text, 'text/xml');
    return sound ? (documentElement ?? undefined) : undefined;
  } catch {
    // Said to the caller as a body that cannot be read.
    return undefined;
  }
}

export function childElements(parent: Node): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1);
}
