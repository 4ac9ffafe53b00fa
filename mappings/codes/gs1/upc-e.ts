import { hasValidCheckDigit } from './check-digit.ts';

/** Where the zeros were, by the last of the six digits; a number with a shorter form is never written in a longer one. */
const shortForms: ReadonlyArray<readonly [form: RegExp, full: string]> = [
  [/^(?<company>\d\d)(?<item>\d{3})(?<rest>[012])$/, '$<company>$<rest>0000$<item>'],
  [/^(?<company>\d\d[3-9])(?<item>\d\d)3$/, '$<company>00000$<item>'],
  [/^(?<company>\d{3}[1-9])(?<item>\d)4$/, '$<company>00000$<item>'],
  [/^(?<company>\d{4}[1-9])(?<item>[5-9])$/, '$<company>0000$<item>'],
];

/**
 * UPC-E: a GTIN-12 with its zeros left out, for small packs: number system 0 (or 1, which older symbols carry), six digits, and the check
 * digit of the full number (GS1 General Specifications, UPC-E; ISO/IEC 15420).
 * @returns the 12 digits it stands for; undefined when it stands for none
 */
export function expandUpcE(text: string): string | undefined {
  if (!/^[01]\d{7}$/.test(text)) return undefined;
  const digits = text.slice(1, 7);
  const [form, zeros] = shortForms.find(([short]) => short.test(digits)) ?? [];
  if (form === undefined || zeros === undefined) return undefined;
  const full = text.charAt(0) + digits.replace(form, zeros) + text.charAt(7);
  return hasValidCheckDigit(full) ? full : undefined;
}
