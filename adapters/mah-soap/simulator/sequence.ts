import type { Element } from '@xmldom/xmldom';
import { children } from './dom.ts';
import { invalidMessage } from './fault.ts';
import { ns } from './names.ts';

interface Particle {
  readonly name: string;
  readonly optional?: true;
  readonly many?: true;
}

/**
 * Reads an `xsd:sequence` of the service's schema: elements in order, none unknown, none missing.
 * @returns the elements by name.
 * @throws SoapFault soap:Client naming the element.
 */
export function sequence(parent: Element, particles: readonly Particle[]): ReadonlyMap<string, readonly Element[]> {
  const left = children(parent);
  const found = new Map<string, readonly Element[]>();
  for (const { name, optional, many } of particles) {
    const taken: Element[] = [];
    while (isNamed(left[0], name) && (many === true || taken.length === 0)) taken.push(...left.splice(0, 1));
    if (taken.length === 0 && optional !== true)
      throw invalidMessage(`element ${name} expected in ${parent.localName}`);
    found.set(name, taken);
  }
  const [extra] = left;
  if (extra !== undefined) throw invalidMessage(`element ${extra.nodeName} not expected in ${parent.localName}`);
  return found;
}

function isNamed(element: Element | undefined, name: string): boolean {
  return element !== undefined && element.localName === name && element.namespaceURI === ns.service;
}
