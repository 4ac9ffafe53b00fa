import { calendarDate } from '../gs1/dates.ts';
import { type CodeParts, namedBy, present, type Reading } from '../reading.ts';
import type { CodeWarning } from '../warning.ts';
import { dayOfYear } from './julian.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';
const primary = /^([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})([0-9])$/;

/** Lengths of the date forms by flag, and how each reads (ANSI/HIBC 2.6, table of date flags). */
const dateForms: Readonly<Record<string, { readonly length: number; readonly read: (text: string) => string }>> = {
  '2': { length: 6, read: (text) => text.slice(4) + text.slice(0, 4) },
  '3': { length: 6, read: (text) => text },
  '4': { length: 8, read: (text) => text.slice(0, 6) },
};
const julianLengths: Readonly<Record<string, number>> = { '5': 5, '6': 7 };

/**
 * Mod 43 over everything before it, the leading + included (ANSI/HIBC 2.6, appendix on check characters).
 * @returns undefined where a character stands outside the alphabet.
 */
function checkCharacter(body: string): string | undefined {
  let sum = 0;
  for (const char of body) {
    const value = alphabet.indexOf(char);
    if (value < 0) return undefined;
    sum += value;
  }
  return alphabet.charAt(sum % 43);
}

/** A check character of "blank" is printed, and often scanned, as an underscore. */
function hasValidCheck(text: string): boolean {
  return checkCharacter(text.slice(0, -1)) === text.slice(-1).replace('_', ' ');
}

/**
 * Health Industry Bar Code: primary (labeller, product, unit), secondary (dates, lot, serial), or both in one.
 * A wrong check character is told, not refused: public examples carry some.
 * @param text begins with +, or with the asterisk of Code 39, which is no part of the code; small letters throughout are a keyboard's doing
 */
export function readHibc(text: string, year: number): Reading | undefined {
  if (!/^\*?\+/.test(text) || text.length < 4) return undefined;
  const mended = mend(text);
  const isValid = hasValidCheck(mended.text);
  // Much may begin with an asterisk: what had to be mended must at least prove itself.
  if (!isValid && mended.warnings.length > 0) return undefined;
  const warnings: CodeWarning[] = isValid ? [...mended.warnings] : ['CHECK_CHARACTER_WRONG'];
  const body = mended.text.slice(1, -1);
  if (/^[$0-9]/.test(body)) return secondaryOnly(mended.text, body, warnings, year);
  const [first = '', ...rest] = body.split('/');
  const [, labeller, item, unit] = primary.exec(first) ?? [];
  if (labeller === undefined || item === undefined || unit === undefined) return undefined;
  const parts: CodeParts = Object.assign({}, ...rest.map((field, index) => supplement(field, index === 0, year)));
  return reading(mended.text, { product: labeller + item, level: unit, ...parts }, warnings);
}

function mend(text: string): { readonly text: string; readonly warnings: readonly CodeWarning[] } {
  const warnings: CodeWarning[] = [];
  const [, inner] = /^\*(.+)\*$/.exec(text) ?? [];
  if (inner !== undefined) warnings.push('ASTERISKS_REMOVED');
  const bare = inner ?? text;
  const isSmall = /[a-z]/.test(bare) && !/[A-Z]/.test(bare);
  if (isSmall) warnings.push('CASE_CONVERTED');
  return { text: isSmall ? bare.toUpperCase() : bare, warnings };
}

/** The link character, last of the body, repeats the check character of the primary code it belongs to. */
function secondaryOnly(text: string, body: string, warnings: CodeWarning[], year: number): Reading {
  return reading(text, readSecondary(body.slice(0, -1), year), [...warnings, 'SECONDARY_CODE_ALONE']);
}

function supplement(field: string, isFirst: boolean, year: number): CodeParts {
  if (isFirst && /^[$0-9]/.test(field)) return readSecondary(field, year);
  const [, expiry] = /^14D(\d{8})$/.exec(field) ?? [];
  if (expiry !== undefined) return { expiresOn: dashed(expiry) };
  const [, produced] = /^16D(\d{8})$/.exec(field) ?? [];
  if (produced !== undefined) return { producedOn: dashed(produced) };
  if (field.startsWith('S')) return present({ serial: field.slice(1) || undefined });
  return field.startsWith('Q') ? { quantity: field.slice(1) } : {};
}

function readSecondary(text: string, year: number): CodeParts {
  if (text.startsWith('$$+')) return { ...dated(text.slice(3), 'serial', year) };
  if (text.startsWith('$$')) return dated(text.slice(2), 'lot', year);
  if (text.startsWith('$+')) return present({ serial: text.slice(2) || undefined });
  if (text.startsWith('$')) return present({ lot: text.slice(1) || undefined });
  return present({ expiresOn: julian(text.slice(0, 5)), lot: text.slice(5) || undefined });
}

/** Quantity flag (8: two digits, 9: five), date flag, date, then lot or serial. */
function dated(text: string, name: 'lot' | 'serial', year: number): CodeParts {
  const quantity = /^(?:8(\d{2})|9(\d{5}))/.exec(text);
  const { expiresOn, rest } = splitDate(text.slice(quantity?.[0].length ?? 0), year);
  return present({ quantity: quantity?.[1] ?? quantity?.[2], expiresOn, [name]: rest || undefined });
}

function splitDate(text: string, year: number): { readonly expiresOn?: string | undefined; readonly rest: string } {
  const flag = text.charAt(0);
  if (flag === '7') return { rest: text.slice(1) };
  const form = dateForms[flag];
  if (form !== undefined) {
    const rest = text.slice(1 + form.length);
    return { expiresOn: calendarDate(form.read(text.slice(1, 1 + form.length)), year), rest };
  }
  const julianLength = julianLengths[flag];
  if (julianLength !== undefined) return { expiresOn: julian(text.slice(1, 6)), rest: text.slice(1 + julianLength) };
  if (!/^[01]\d{3}/.test(text)) return { rest: text };
  return { expiresOn: calendarDate(`${text.slice(2, 4)}${text.slice(0, 2)}00`, year), rest: text.slice(4) };
}

/** YYJJJ, this century: HIBC states no other. */
function julian(text: string): string | undefined {
  return /^\d{5}$/.test(text) ? dayOfYear(2000 + Number(text.slice(0, 2)), Number(text.slice(2))) : undefined;
}

function dashed(yyyymmdd: string): string {
  return `${yyyymmdd.slice(0, 4)}-${yyyymmdd.slice(4, 6)}-${yyyymmdd.slice(6)}`;
}

/** @param text mended; the value where parts do not tell one thing apart */
function reading(text: string, parts: CodeParts, warnings: readonly CodeWarning[]): Reading {
  const confidence = warnings.includes('CHECK_CHARACTER_WRONG') ? 'likely' : 'certain';
  return { kind: 'hibc', value: normalForm(parts) ?? text, identifies: namedBy(parts), confidence, parts, warnings };
}

/** Primary code with the serial, else the lot, under date flag 7 (no date), and the check character of this text. */
function normalForm({ product, level, serial, lot }: CodeParts): string | undefined {
  if (product === undefined) return undefined;
  const secondary = serial !== undefined ? `/$$+7${serial}` : lot !== undefined ? `/$$7${lot}` : '';
  const body = `+${product}${level}${secondary}`;
  const check = checkCharacter(body);
  return check === undefined ? undefined : body + check.replace(' ', '_');
}
