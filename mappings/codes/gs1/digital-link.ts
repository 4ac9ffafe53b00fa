import { valueProblem } from './check-value.ts';
import { type Identifier, identifier } from './dictionary.ts';
import { decompress } from './digital-link-compression.ts';
import type { Element, ElementReading } from './element-string.ts';

/** How a Digital Link was written. A compressed one has no key that a reader could mistake: any short path may look like one. */
export type LinkForm = 'plain' | 'compressed' | 'partly-compressed';

export interface LinkReading extends ElementReading {
  readonly form: LinkForm;
}

type Read = Pick<LinkReading, 'elements' | 'problem'>;

const web = /^https?:\/\/[^/?#]+([^?#]*)(?:\?([^#]*))?/i;
const base64Url = /^[A-Za-z0-9\-_]+$/;
/** GTIN-8, -12 and -13 stand for the GTIN-14 with leading zeros (GS1 Digital Link Standard, URI syntax §4.8). */
const gtinLength = 14;

/**
 * Reads a GS1 Digital Link URI: key and qualifiers in the path, attributes in the query; also compressed, whole or behind the key
 * (GS1 Digital Link Standard: URI syntax, Compression). Any domain and any leading path is accepted. The words that older editions
 * allowed in place of identifiers (`gtin`, `lot` …) are not: GS1 withdrew them.
 * @returns undefined when the text is no web address with such a path.
 */
export function readDigitalLink(text: string): LinkReading | undefined {
  const [, path = '', query = ''] = web.exec(text) ?? [];
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length === 0) return undefined;
  const plain = readPath(segments);
  if (plain !== undefined) return { form: 'plain', ...withQuery(plain, query) };
  const last = segments.at(-1) ?? '';
  if (!base64Url.test(last)) return undefined;
  const unpacked = decompress(last);
  if (unpacked === undefined) return undefined;
  const key = segments.length < 3 ? undefined : readPath(segments.slice(-3, -1));
  if (key !== undefined) return { form: 'partly-compressed', ...withQuery(join(key, unpacked), query) };
  if (!unpacked.some(({ identifier: { qualifiers } }) => qualifiers !== undefined)) return undefined;
  return { form: 'compressed', ...withQuery(join({ elements: [] }, unpacked), query) };
}

/** Pairs of identifier and value from the end of the path back to the primary key. */
function readPath(segments: readonly string[]): Read | undefined {
  const pairs: Array<readonly [Identifier, string]> = [];
  for (let at = segments.length - 2; at >= 0; at -= 2) {
    const known = identifier(segments[at] ?? '');
    const value = decode(segments[at + 1] ?? '');
    if (known === undefined || value === undefined) return undefined;
    pairs.unshift([known, value]);
    if (known.qualifiers === undefined) continue;
    const elements = pairs.map(([one, text]) => toElement(one, text));
    const qualifiers = pairs.slice(1).map(([{ ai }]) => ai);
    const problem = isSequence(known, qualifiers) ? firstProblem(elements) : `QUALIFIERS_OUT_OF_ORDER ${known.ai}`;
    return problem === undefined ? { elements } : { elements, problem };
  }
  return undefined;
}

function isSequence({ qualifiers = [] }: Identifier, given: readonly string[]): boolean {
  if (given.length === 0) return true;
  return qualifiers.some((allowed) => {
    let from = 0;
    return given.every((ai) => {
      const found = allowed.indexOf(ai, from);
      from = found + 1;
      return found >= 0;
    });
  });
}

function withQuery({ elements, problem }: Read, query: string): Read {
  const all = [...elements];
  let found = problem;
  for (const pair of query.split(/[&;]/)) {
    const [name = '', ...rest] = pair.split('=');
    if (!/^\d+$/.test(name)) continue;
    const known = identifier(name);
    const value = decode(rest.join('=').replaceAll('+', ' '));
    if (known === undefined || !known.attribute || value === undefined || value === '') {
      found ??= `NOT_AN_ATTRIBUTE ${name}`;
      continue;
    }
    const element = toElement(known, value);
    if (all.some((one) => one.identifier === known)) found ??= `REPEATED ${name}`;
    all.push(element);
    found ??= firstProblem([element]);
  }
  return found === undefined ? { elements: all } : { elements: all, problem: found };
}

/** Key first, then its qualifiers in the order of the standard, then the rest as packed. */
function join(key: Read, packed: readonly Element[]): Read {
  const all = [...key.elements, ...packed];
  const primary = all.find(({ identifier: { qualifiers } }) => qualifiers !== undefined);
  const order = primary?.identifier.qualifiers?.flat() ?? [];
  const rank = ({ identifier: { ai } }: Element) =>
    ai === primary?.identifier.ai ? -1 : order.includes(ai) ? order.indexOf(ai) : order.length;
  const elements = all.sort((left, right) => rank(left) - rank(right));
  const problem = key.problem ?? firstProblem(elements);
  return problem === undefined ? { elements } : { elements, problem };
}

function toElement(known: Identifier, text: string): Element {
  const isShortGtin = known.ai === '01' && /^(?:\d{8}|\d{12,13})$/.test(text);
  return { identifier: known, value: isShortGtin ? text.padStart(gtinLength, '0') : text, open: false };
}

function firstProblem(elements: readonly Element[]): string | undefined {
  for (const { identifier: known, value } of elements) {
    const problem = valueProblem(known, value);
    if (problem !== undefined) return `${problem} ${known.ai}`;
  }
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is no percent-encoding: the text is no Digital Link.
    return undefined;
  }
}
