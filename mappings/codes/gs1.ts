import type { RecognisedCode } from '../model/index.ts';
import { hasValidCheckDigit } from './check-digit.ts';
import { expiryDate } from './gs1-date.ts';
import { type Element, groupSeparator, readBracketed, readElementString } from './gs1-elements.ts';
import type { CodeWarning } from './warning.ts';

/** What a GS1 text came to: one pack, a product without serial, unreadable, or no GS1 text at all (undefined). */
export type Gs1Reading =
  | { readonly type: 'pack'; readonly parts: Gs1Parts; readonly warnings: readonly CodeWarning[] }
  | { readonly type: 'product' }
  | { readonly type: 'unsure'; readonly warning: CodeWarning }
  | undefined;

type Gs1Parts = Pick<RecognisedCode, 'value' | 'gtin' | 'serial' | 'lot' | 'expiresOn'>;

/** What scanners send in place of GS when they are set up badly, as they write it. */
const standIns = /\{GS\}|<GS>|\^\]|\\F|~1|\|/g;
const dateElement = /1[1357]\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])/;
/** A date element after at least one character of serial or lot: a separator was almost surely lost. */
const hiddenDate = new RegExp(`^.+${dateElement.source}`);
/** Lot or serial after at least one character: possible, but just as often part of the serial. */
const hiddenText = /^.+(?:10|21)./;

/**
 * Reads GS1 data with GTIN (01) and serial (21): bracketed, or an element string with or without FNC1.
 * When the separator is missing where elements would need it, nothing is guessed (docs/decisions/0040).
 * @param announced the scanner's symbology identifier or a leading FNC1 said that this is GS1 data
 */
export function readGs1(text: string, announced: boolean): Gs1Reading {
  const bracketed = readBracketed(text);
  if (bracketed !== undefined) return judge(bracketed, true);
  const startsWithGtin =
    /^\u001d?01\d{14}/.test(text) && hasValidCheckDigit(text.replace(groupSeparator, '').slice(2, 16));
  if (!announced && !startsWithGtin) return undefined;
  const plain = startsWithGtin ? text.replace(standIns, groupSeparator) : text;
  const elements = readElementString(plain);
  if (elements !== undefined) return judge(elements, announced);
  if (!startsWithGtin) return { type: 'unsure', warning: 'GS1_INVALID' };
  return { type: 'unsure', warning: plain.includes(groupSeparator, 1) ? 'GS1_INVALID' : 'GS1_SEPARATOR_MISSING' };
}

function judge(elements: readonly Element[], announced: boolean): Gs1Reading {
  const gtin = elementValue(elements, '01');
  if (gtin === undefined) return { type: 'unsure', warning: 'GS1_WITHOUT_SERIAL' };
  if (!hasValidCheckDigit(gtin)) return { type: 'unsure', warning: 'GS1_INVALID' };
  const serial = elementValue(elements, '21');
  const open = announced ? undefined : elements.find((element) => element.open);
  if (open !== undefined && hiddenDate.test(open.value)) return { type: 'unsure', warning: 'GS1_SEPARATOR_MISSING' };
  if (serial === undefined) {
    if (elements.length === 1) return { type: 'product' };
    const lost = open !== undefined && hiddenText.test(open.value);
    return { type: 'unsure', warning: lost ? 'GS1_SEPARATOR_MISSING' : 'GS1_WITHOUT_SERIAL' };
  }
  const expiry = elementValue(elements, '17');
  const expiresOn = expiry === undefined ? undefined : expiryDate(expiry);
  const lot = elementValue(elements, '10');
  const warnings: CodeWarning[] = [];
  if (open !== undefined && hiddenText.test(open.value)) warnings.push('SERIAL_MAY_HOLD_MORE');
  if (expiry !== undefined && expiresOn === undefined) warnings.push('GS1_DATE_INVALID');
  const parts = {
    value: `(01)${gtin}(21)${serial}`,
    gtin,
    serial,
    ...(lot === undefined ? {} : { lot }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
  return { type: 'pack', parts, warnings };
}

/** @returns the value; undefined when absent or when repeated with different values (GS1 General Specifications §4.15.1). */
function elementValue(elements: readonly Element[], ai: string): string | undefined {
  const values = new Set(elements.filter((element) => element.ai === ai).map((element) => element.value));
  const [only] = values;
  return values.size === 1 ? only : undefined;
}
