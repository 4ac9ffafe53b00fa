import { type Component, type Identifier, identifier, identifierLength } from './dictionary.ts';
import type { Element } from './element-string.ts';

/** Sequences of identifiers that one byte stands for (GS1 Digital Link Standard: Compression, optimisation table). */
// biome-ignore format: a table
const sequences: Readonly<Record<string, readonly string[]>> = {
  '0A': ['01', '22'], '0B': ['01', '10'], '0C': ['01', '21'], '0D': ['01', '17'], '0E': ['01', '7003'], '0F': ['01', '30'],
  '1A': ['01', '10', '21', '17'], '1B': ['01', '15'], '1C': ['01', '11'], '1D': ['01', '16'], '1E': ['01', '91'], '1F': ['01', '10', '15'],
  '9A': ['8010', '8011'], '9B': ['8017', '8019'], '9C': ['8018', '8019'], '9D': ['414', '254'],
  ...numbered('2', 'ABCDEF', '01', '310'), ...numbered('3', 'ABCDEF', '01', '320'),
  ...numbered('A', '0123456789', '01', '392'), ...numbered('C', '0123456789', '255', '390'), ...numbered('C', 'ABCD', '255', '394'),
};
const base64Url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const hexadecimal = '0123456789ABCDEF';
/** Bits that may be left: the text is padded to six. */
const mostPadding = 8;

/** A fixed or variable run of one type, as packed. */
interface Run {
  readonly numeric: boolean;
  readonly length: number;
  readonly fixed: boolean;
}

/**
 * Unpacks the compressed part of a Digital Link.
 * @param text Base64url
 * @returns undefined when the bits do not read as elements to the end.
 */
export function decompress(text: string): readonly Element[] | undefined {
  const bits = new Bits(text);
  const elements: Element[] = [];
  while (bits.left > mostPadding) {
    const code = bits.hexadecimals(2);
    if (code.startsWith('F')) {
      if (!skipForeignPair(bits)) return undefined;
      continue;
    }
    for (const ai of identifiersOf(code, bits)) {
      const known = identifier(ai);
      const value = known === undefined ? undefined : readValue(known, bits);
      if (known === undefined || value === undefined || value === '') return undefined;
      elements.push({ identifier: known, value, open: false });
    }
    if (elements.length === 0) return undefined;
  }
  return bits.restIsZero() ? elements : undefined;
}

function identifiersOf(code: string, bits: Bits): readonly string[] {
  const sequence = sequences[code];
  if (sequence !== undefined) return sequence;
  const length = identifierLength(code);
  return length === undefined ? [] : [code + bits.hexadecimals(length - 2)];
}

function readValue(known: Identifier, bits: Bits): string | undefined {
  let value = '';
  for (const { numeric, length, fixed } of runsOf(known.components)) {
    const encoding = numeric ? 0 : bits.number(3);
    const size = fixed ? length : bits.number(lengthBits(length));
    if (encoding === undefined || size === undefined || size > length) return undefined;
    const part = readText(encoding, size, bits);
    if (part === undefined) return undefined;
    value += part;
  }
  return value;
}

/** Encodings of a text: digits, lower and upper hexadecimal, Base64url, ASCII. */
function readText(encoding: number, size: number, bits: Bits): string | undefined {
  if (encoding === 0) return bits.digits(size);
  if (encoding === 1) return bits.characters(size, 4, hexadecimal)?.toLowerCase();
  if (encoding === 2) return bits.characters(size, 4, hexadecimal);
  if (encoding === 3) return bits.characters(size, 6, base64Url);
  return encoding === 4 ? bits.characters(size, 7) : undefined;
}

/** Key and value that are not GS1's: read over. */
function skipForeignPair(bits: Bits): boolean {
  bits.back(4);
  const keyLength = bits.number(7);
  if (keyLength === undefined || bits.characters(keyLength, 6, base64Url) === undefined) return false;
  const encoding = bits.number(3);
  const size = bits.number(7);
  return encoding !== undefined && size !== undefined && readText(encoding, size, bits) !== undefined;
}

/** Neighbouring components of one type are packed as one; what is optional makes a variable run of its own. */
function runsOf(components: readonly Component[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { type, min, max, optional } of components) {
    const numeric = type === 'N';
    const fixed = min === max && !optional;
    const last = runs.at(-1);
    if (last !== undefined && last.numeric === numeric && (last.fixed === fixed || !numeric)) {
      runs[runs.length - 1] = { numeric, length: last.length + max, fixed: last.fixed && fixed };
    } else {
      runs.push({ numeric, length: max, fixed });
    }
  }
  return runs;
}

function lengthBits(longest: number): number {
  return Math.ceil(Math.log2(longest) + 0.01);
}

function numbered(
  first: string,
  seconds: string,
  key: string,
  stem: string,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...seconds].map((second, index) => [first + second, [key, stem + index]]));
}

/** The bits of a Base64url text, read from the left. Readers give undefined beyond the end. */
class Bits {
  private at = 0;
  private readonly bits: string;

  constructor(text: string) {
    this.bits = [...text].map((char) => base64Url.indexOf(char).toString(2).padStart(6, '0')).join('');
  }

  get left(): number {
    return this.bits.length - this.at;
  }

  back(count: number): void {
    this.at -= count;
  }

  private take(count: number): string | undefined {
    if (count > this.left) return undefined;
    this.at += count;
    return this.bits.slice(this.at - count, this.at);
  }

  number(count: number): number | undefined {
    const taken = this.take(count);
    return taken === undefined ? undefined : Number.parseInt(taken, 2);
  }

  hexadecimals(count: number): string {
    return this.characters(count, 4, hexadecimal) ?? '';
  }

  characters(count: number, bitsEach: number, alphabet?: string): string | undefined {
    let text = '';
    for (let index = 0; index < count; index += 1) {
      const value = this.number(bitsEach);
      if (value === undefined) return undefined;
      text += alphabet?.charAt(value) ?? String.fromCharCode(value);
    }
    return text;
  }

  /** A decimal number of so many digits, at 3.32 bits a digit. */
  digits(count: number): string | undefined {
    if (count === 0) return '';
    const taken = this.take(Math.ceil((count * Math.log(10)) / Math.log(2) + 0.01));
    const text = taken === undefined ? undefined : BigInt(`0b${taken}`).toString().padStart(count, '0');
    return text?.length === count ? text : undefined;
  }

  restIsZero(): boolean {
    return !this.bits.slice(this.at).includes('1');
  }
}
