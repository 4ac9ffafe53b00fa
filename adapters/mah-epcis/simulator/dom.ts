import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { invalid } from './refusal.ts';

/** Parses a body. @throws Refusal ValidationException for anything that is not well-formed or brings a DOCTYPE (OWASP XXE). */
export function parseDocument(text: string): Element {
  if (text.includes('<!DOCTYPE')) throw invalid('document type declarations are not allowed');
  const problems: string[] = [];
  const onError = (_level: string, message: string) => problems.push(message);
  let root: Element | null = null;
  try {
    root = new DOMParser({ onError: (level, message) => void onError(level, message) }).parseFromString(
      text,
      'text/xml',
    ).documentElement;
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  if (root === null || problems.length > 0) throw invalid(`not well-formed: ${problems[0] ?? 'no element'}`);
  return root;
}

/** Child elements in order. */
export function children(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter((node: Node): node is Element => node.nodeType === 1);
}

export function child(parent: Element | undefined, name: string): Element | undefined {
  return parent === undefined ? undefined : children(parent).find((element) => element.localName === name);
}

export function textIn(parent: Element | undefined, name: string): string | undefined {
  return child(parent, name)?.textContent?.trim();
}
