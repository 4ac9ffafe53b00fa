import { type CodeParts, type Identifies, namedBy, present, type Reading } from '../reading.ts';
import type { CodeWarning } from '../warning.ts';
import { associationProblem } from './associations.ts';
import { hasValidCheckDigit, isGtin } from './check-digit.ts';
import { calendarDate } from './dates.ts';
import { readDigitalLink } from './digital-link.ts';
import {
  type Element,
  type ElementReading,
  groupSeparator,
  readBracketed,
  readElementString,
  toBracketed,
} from './element-string.ts';

/** Text that is or claims to be GS1 data but cannot be relied on. `unclear`: its elements show no serial, at best it names a batch. */
export interface Unsure {
  readonly unsure: CodeWarning;
  readonly identifies: 'unclear' | 'unknown';
}

/** What scanners send in place of GS when they are set up badly, as they write it. */
const standIns = /\{GS\}|<GS>|\[GS\]|\{FNC1\}|<FNC1>|\^\]|\\F|\\u001d|\\x1d|~1|\||\u241d/gi;
/** A sign that stand-ins and blanks have and GS1 data has not, but for < (rare): nothing to mend without one. */
const mendable = /[{<[^\\~|\u241d\s]/;
const dateElement = /1[1357]\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])/;
/** A date element after at least one character of serial or lot: a separator was almost surely lost. */
const hiddenDate = new RegExp(`^.+${dateElement.source}`);
/** Lot or serial after at least one character: possible, but just as often part of the serial. */
const hiddenText = /^.+(?:10|21)./;
/** GTIN or SSCC at the beginning, with its check digit, is as good as a mark (an SSCC alone has no more than its 20 digits). */
const startsWithKey = /^\u001d?(?:01(\d{14})|00(\d{18}))/;

/**
 * The second of two labels, or that of a case: dates before lot or serial; the GTIN contained before its count. Hardly any own code looks like it.
 */
const keyless = /^(?:(?:1[1357]\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])){1,2}(?:10|21)[^\u001d]|02(\d{14})37\d{1,8}$)/;

/**
 * Reads GS1 data: bracketed, Digital Link, or an element string with or without FNC1. Blanks, as printed for people, are no part of any
 * value. When a separator is missing where elements would need it, nothing is guessed (docs/decisions/0040).
 * @param announced the scanner's symbology identifier said that this is GS1 data
 * @param year four digits; settles the century of two-digit years
 * @returns undefined when the text does not look like GS1 data.
 */
export function readGs1(text: string, announced: boolean, year: number): Reading | Unsure | undefined {
  const link = readDigitalLink(text);
  if (link !== undefined)
    return interpret(link, ['TAKEN_FROM_URL'], year, link.form === 'plain' ? 'certain' : 'likely');
  const mended = mendable.test(text) ? text.replace(/\s+/g, '') : text;
  const told: readonly CodeWarning[] = mended === text ? [] : ['BLANKS_REMOVED'];
  const bracketed = readBracketed(mended);
  if (bracketed !== undefined) return interpret(bracketed, told, year, 'certain');

  const plain = mendable.test(mended) ? mended.replace(standIns, groupSeparator) : mended;
  const [, gtin, sscc] = startsWithKey.exec(plain) ?? [];
  const key = gtin ?? sscc;
  const hasKey = key !== undefined && hasValidCheckDigit(key);
  const marked = announced || text.startsWith(groupSeparator) || (hasKey && plain.startsWith(groupSeparator));
  if (!marked && !hasKey) return readKeyless(plain, year);
  const spelled: readonly CodeWarning[] = plain === mended ? told : [...told, 'SEPARATOR_SPELLED_OUT'];
  const reading = readElementString(plain);
  const separated = plain.includes(groupSeparator, 1);
  if (reading === undefined || (reading.problem !== undefined && !marked && !separated && isTooLong(reading))) {
    return unsure(marked || separated ? 'GS1_INVALID' : 'GS1_SEPARATOR_MISSING', reading?.elements);
  }
  const open = marked ? undefined : reading.elements.find((element) => element.open);
  if (open !== undefined && hiddenDate.test(open.value)) return unsure('GS1_SEPARATOR_MISSING', reading.elements);
  const hides = open !== undefined && hiddenText.test(open.value);
  if (hides && !hasSerial(reading.elements)) return unsure('GS1_SEPARATOR_MISSING', reading.elements);
  const warnings: readonly CodeWarning[] = hides ? [...spelled, 'SERIAL_MAY_HOLD_MORE'] : spelled;
  return interpret(reading, warnings, year, hides ? 'likely' : 'certain');
}

/** No mark and no key: only what divides without a fault is taken for GS1 data. */
function readKeyless(text: string, year: number): Reading | Unsure | undefined {
  const found = isGtin(text) ? null : keyless.exec(text);
  if (found === null || (found[1] !== undefined && !hasValidCheckDigit(found[1]))) return undefined;
  const reading = readElementString(text);
  return reading === undefined || reading.problem !== undefined ? undefined : interpret(reading, [], year, 'possible');
}

/** @param elements as far as the text divides into any: a text that does not may still be a manufacturer's own code. */
function unsure(warning: CodeWarning, elements?: readonly Element[]): Unsure {
  const names = elements === undefined || hasSerial(elements);
  return { unsure: warning, identifies: names ? 'unknown' : 'unclear' };
}

function hasSerial(elements: readonly Element[]): boolean {
  return elements.some(({ identifier: { ai } }) => ai === '21');
}

function isTooLong({ problem }: ElementReading): boolean {
  return problem?.startsWith('TOO_LONG') ?? false;
}

function interpret(
  { elements, problem }: ElementReading,
  warnings: readonly CodeWarning[],
  year: number,
  confidence: Reading['confidence'],
): Reading | Unsure {
  const gtin = only(elements, '01') ?? only(elements, '03');
  // Without its check digit a key tells nothing apart.
  if (gtin !== undefined && !hasValidCheckDigit(gtin)) return unsure('GS1_INVALID', elements);
  const parts = partsOf(elements, year);
  const breach = problem ?? associationProblem(elements);
  const expiry = only(elements, '17');
  const found: CodeWarning[] = [...warnings];
  if (expiry !== undefined && parts.expiresOn === undefined) found.push('GS1_DATE_INVALID');
  else if (breach !== undefined) found.push('GS1_RULE_BROKEN');
  const identifies = identifiesOf(parts, elements);
  return {
    kind: parts.sscc !== undefined && parts.gtin === undefined ? 'sscc' : 'gs1',
    value: normalForm(parts, identifies, elements),
    identifies,
    confidence: breach === undefined ? confidence : 'possible',
    parts: breach === undefined ? parts : { ...parts, problem: breach },
    warnings: found,
  };
}

function partsOf(elements: readonly Element[], year: number): CodeParts {
  const date = (ai: string) => {
    const text = only(elements, ai);
    return text === undefined ? undefined : calendarDate(text, year);
  };
  const expiryWithTime = only(elements, '7003')?.slice(0, 6);
  const gtin = only(elements, '01');
  return {
    ...present({
      gtin,
      serial: only(elements, '21'),
      lot: only(elements, '10'),
      expiresOn: date('17') ?? (expiryWithTime === undefined ? undefined : calendarDate(expiryWithTime, year)),
      producedOn: date('11'),
      sscc: only(elements, '00'),
      quantity: only(elements, '30') ?? only(elements, '37'),
      level: gtin === undefined || gtin.startsWith('0') ? undefined : gtin.charAt(0),
    }),
    elements: elements.map(({ identifier: { ai, title }, value }) => ({ id: ai, title, value })),
  };
}

function identifiesOf(parts: CodeParts, elements: readonly Element[]): Identifies {
  const { gtin, serial, lot, sscc } = parts;
  if (gtin !== undefined) return namedBy({ product: gtin, serial, lot });
  if (sscc !== undefined) return 'shipment';
  if (elements.some(({ identifier: { ai } }) => ai === '02')) return 'content';
  return elements.some(({ identifier: { qualifiers } }) => qualifiers !== undefined) ? 'other' : 'production';
}

/** What tells the thing apart and no more: two labels of one pack may carry different attributes. */
function normalForm(parts: CodeParts, identifies: Identifies, elements: readonly Element[]): string {
  if (identifies === 'pack') return `(01)${parts.gtin}(21)${parts.serial}`;
  if (identifies === 'batch') return `(01)${parts.gtin}(10)${parts.lot}`;
  if (identifies === 'product') return `(01)${parts.gtin}`;
  return parts.sscc !== undefined ? `(00)${parts.sscc}` : toBracketed(elements);
}

/** @returns the value; undefined when absent or when repeated with different values (GS1 General Specifications §4.15.1). */
function only(elements: readonly Element[], ai: string): string | undefined {
  let found: string | undefined;
  for (const { identifier, value } of elements) {
    if (identifier.ai !== ai) continue;
    if (found !== undefined && found !== value) return undefined;
    found = value;
  }
  return found;
}
