import { readFileSync } from 'node:fs';

/** One part of an element's value. `N` digits, `X` set 82, `Y` set 39, `Z` Base64url (GS1 Syntax Dictionary). */
export interface Component {
  readonly type: 'N' | 'X' | 'Y' | 'Z';
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly linters: readonly string[];
}

/** One application identifier. */
export interface Identifier {
  readonly ai: string;
  readonly title: string;
  readonly components: readonly Component[];
  /** Shortest and longest value. */
  readonly min: number;
  readonly max: number;
  /** A separator must follow unless it is the last element. */
  readonly variable: boolean;
  /** May stand in the query of a Digital Link. */
  readonly attribute: boolean;
  /** Every group must be satisfied by one of its alternatives, each a set of identifiers (patterns with `n` for a digit). */
  readonly requires: ReadonlyArray<ReadonlyArray<readonly string[]>>;
  /** Patterns of identifiers that may not stand beside it. */
  readonly excludes: readonly string[];
  /** Present for a primary key of a Digital Link: the permitted sequences of qualifiers. */
  readonly qualifiers?: ReadonlyArray<readonly string[]>;
}

interface Row {
  readonly ai: string;
  readonly title: string;
  readonly format: string;
  readonly fnc1?: boolean;
  readonly attribute?: boolean;
  readonly requires?: readonly string[];
  readonly excludes?: string;
  readonly key?: string;
}

const table: { readonly rows: readonly Row[] } = JSON.parse(
  readFileSync(new URL('./dictionary.json', import.meta.url), 'utf8'),
);

const identifiers: ReadonlyMap<string, Identifier> = new Map(
  table.rows.flatMap((row) => identifiersOf(row).map((ai) => [ai, toIdentifier(ai, row)])),
);
/** The first two digits decide how long an identifier is (GS1 General Specifications §7.8.2). */
const lengths: ReadonlyMap<string, number> = new Map([...identifiers.keys()].map((ai) => [ai.slice(0, 2), ai.length]));

/** @returns the identifier with exactly these digits. */
export function identifier(ai: string): Identifier | undefined {
  return identifiers.get(ai);
}

/** @returns the identifier that the text begins with at `from`; the dictionary is free of prefixes of one another. */
export function identifierAt(text: string, from: number): Identifier | undefined {
  const length = lengths.get(text.slice(from, from + 2));
  return length === undefined ? undefined : identifiers.get(text.slice(from, from + length));
}

/** @returns the length of identifiers that begin with these two digits. */
export function identifierLength(firstTwo: string): number | undefined {
  return lengths.get(firstTwo);
}

/** `n` in a pattern is any digit. */
export function matchesPattern(ai: string, pattern: string): boolean {
  if (ai.length !== pattern.length) return false;
  for (let index = 0; index < ai.length; index += 1) {
    const wanted = pattern.charAt(index);
    if (wanted !== 'n' && wanted !== ai.charAt(index)) return false;
  }
  return true;
}

function identifiersOf({ ai }: Row): readonly string[] {
  const [first = '', last] = ai.split('-');
  if (last === undefined) return [first];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => String(Number(first) + index));
}

function toIdentifier(ai: string, row: Row): Identifier {
  const components = row.format.split(' ').map(toComponent);
  return {
    ai,
    title: row.title,
    components,
    min: components.reduce((sum, { min, optional }) => sum + (optional ? 0 : min), 0),
    max: components.reduce((sum, { max }) => sum + max, 0),
    variable: row.fnc1 ?? false,
    attribute: row.attribute ?? false,
    requires: (row.requires ?? []).map((group) => group.split(',').map((alternative) => alternative.split('+'))),
    excludes: row.excludes?.split(',') ?? [],
    ...(row.key === undefined ? {} : { qualifiers: sequences(row.key) }),
  };
}

/** `22,10,21|235`: any sub-sequence of the first list in its order, or of the second. */
function sequences(key: string): ReadonlyArray<readonly string[]> {
  return key === '' ? [] : key.split('|').map((list) => list.split(','));
}

function toComponent(text: string): Component {
  const optional = text.startsWith('[');
  const [size = '', ...linters] = (optional ? text.slice(1, -1) : text).split(',');
  const [, type, min, range, max] = /^([NXYZ])(\d*)(\.\.)?(\d*)$/.exec(size) ?? [];
  if (type !== 'N' && type !== 'X' && type !== 'Y' && type !== 'Z')
    throw new Error(`GS1 dictionary: bad format ${text}`);
  const most = Number(range === undefined ? min : max);
  const least = range === undefined ? most : Number(min || '1');
  return { type, min: least, max: most, optional, linters };
}
