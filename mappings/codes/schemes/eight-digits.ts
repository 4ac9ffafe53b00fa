import { hasValidCheckDigit } from '../gs1/check-digit.ts';
import { expandUpcE } from '../gs1/upc-e.ts';
import type { Confidence, Reading } from '../reading.ts';

/** AIM identifiers of ISO/IEC 15424: EAN-8 has one of its own; EAN-13, UPC-A and UPC-E share the other. */
const ean8Symbol = ']E4';
const upcSymbol = ']E0';

/**
 * Eight digits are a GTIN-8 (EAN-8) or the short form of a GTIN-12 (UPC-E), and one in ten of the one is also the other: only the scanner can
 * tell, by its AIM identifier. By the standard it sends a UPC-E with all its digits under `]E0`; many send the short form.
 * @param symbology AIM identifier, where the scanner sent one
 * @returns every number that the text may be, likeliest first
 */
export function readEightDigits(text: string, symbology: string | undefined): readonly Reading[] {
  const isEan8 = /^\d{8}$/.test(text) && hasValidCheckDigit(text);
  const full = symbology === undefined || symbology === upcSymbol ? expandUpcE(text) : undefined;
  if (full !== undefined && symbology === upcSymbol) return [upcE(text, full, 'likely')];
  const ean8 = isEan8 ? [gtin(text, symbology === ean8Symbol ? 'certain' : 'possible')] : [];
  if (full === undefined) return ean8;
  const short = upcE(text, full, 'possible');
  // GTIN-8 from 0 are numbers for use within one company; UPC-E from 1 are older than the standard.
  return text.startsWith('0') ? [short, ...ean8] : [...ean8, short];
}

function upcE(text: string, full: string, confidence: Confidence): Reading {
  const reading = gtin(full, confidence);
  return { ...reading, parts: { ...reading.parts, upcE: text } };
}

function gtin(value: string, confidence: Confidence): Reading {
  return {
    kind: 'gtin',
    value,
    identifies: 'product',
    confidence,
    parts: { gtin: value.padStart(14, '0') },
    warnings: [],
  };
}
