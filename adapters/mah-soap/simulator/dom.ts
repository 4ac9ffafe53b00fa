import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { invalidMessage } from './fault.ts';

/**
 * Parses a message body.
 * @throws SoapFault soap:Client for anything that is not well-formed, or that brings a DOCTYPE.
 */
export function parse(text: string): Element {
  // A document type is how entities get in (OWASP XXE); SOAP 1.1 §3 forbids it anyway.
  if (text.includes('<!DOCTYPE')) throw invalidMessage('document type declarations are not allowed');
  const root = documentElement(text);
  if (root === null) throw invalidMessage('no XML element in the message');
  return root;
}

function documentElement(text: string): Element | null {
  let problem: string | undefined;
  const onError = (_level: string, message: string) => {
    problem ??= message;
  };
  try {
    const { documentElement: root } = new DOMParser({ onError }).parseFromString(text, 'text/xml');
    if (problem === undefined) return root;
  } catch (error) {
    problem ??= error instanceof Error ? error.message : String(error);
  }
  throw invalidMessage(`not well-formed: ${problem}`);
}

export function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** Child elements in order. @throws SoapFault when there is text between them. */
export function children(parent: Element): Element[] {
  const nodes = Array.from(parent.childNodes);
  const stray = nodes.find(
    (node) => (node.nodeType === 3 || node.nodeType === 4) && (node.nodeValue ?? '').trim() !== '',
  );
  if (stray !== undefined) throw invalidMessage(`text is not allowed in ${parent.localName}`);
  return nodes.filter(isElement);
}

/** @returns the text of an element without child elements. @throws SoapFault when it has any. */
export function leaf(element: Element): string {
  if (Array.from(element.childNodes).some(isElement)) throw invalidMessage(`${element.localName} must hold text only`);
  return element.textContent ?? '';
}
