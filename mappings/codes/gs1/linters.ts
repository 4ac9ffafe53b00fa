import { readFileSync } from 'node:fs';
import { characterSet82, hasValidCheckDigit, hasValidCheckPair, longestCheckPairText } from './check-digit.ts';
import { couponCode, couponOffer } from './coupon.ts';
import { dateProblem } from './dates.ts';

/** Looks at one component. @returns what is wrong, in the words of GS1's linters; undefined when nothing is. */
export type Linter = (text: string) => string | undefined;

const lists: Readonly<Record<'countries' | 'countryLetters' | 'currencies' | 'mediaTypes' | 'packageTypes', string>> =
  JSON.parse(readFileSync(new URL('./lists.json', import.meta.url), 'utf8'));

const digits = /^\d*$/;
const sets: Readonly<Record<'N' | 'X' | 'Y' | 'Z', { readonly form: RegExp; readonly problem: string }>> = {
  N: { form: digits, problem: 'NON_DIGIT_CHARACTER' },
  X: { form: /^[!-"%-?A-Z_a-z]*$/, problem: 'INVALID_CSET82_CHARACTER' },
  Y: { form: /^[#\-/0-9A-Z]*$/, problem: 'INVALID_CSET39_CHARACTER' },
  // Padded to a multiple of three characters, as GS1's linter has it (RFC 4648 would say four).
  Z: { form: /^(?:[A-Za-z0-9\-_]*|(?=(?:...)+$)[A-Za-z0-9\-_]+={1,2})$/, problem: 'INVALID_CSET64_CHARACTER' },
};

/** @returns whether all characters belong to the component's set. */
export function fitsSet(text: string, type: keyof typeof sets): boolean {
  return sets[type].form.test(text);
}

const inSet =
  (type: keyof typeof sets): Linter =>
  (text) => {
    const { form, problem } = sets[type];
    if (form.test(text)) return undefined;
    if (type === 'Z' && /^[A-Za-z0-9\-_]*=+$/.test(text)) return 'INVALID_CSET64_PADDING';
    return problem;
  };

const numeric =
  (then: Linter): Linter =>
  (text) =>
    digits.test(text) ? then(text) : 'NON_DIGIT_CHARACTER';

function listed(list: keyof typeof lists, problem: string, more: readonly string[] = []): Linter {
  const known = new Set([...lists[list].split(' '), ...more]);
  return (text) => (known.has(text) ? undefined : problem);
}

const oneOf =
  (allowed: string, problem: string): Linter =>
  (text) =>
    text.length === 1 && allowed.includes(text) ? undefined : problem;

/** Two digits below `limit`. */
const clockPart = (limit: number, name: 'HOUR' | 'MINUTE' | 'SECOND'): Linter =>
  numeric((text) => {
    if (text.length < 2) return `${name}_TOO_SHORT`;
    if (text.length > 2) return `${name}_TOO_LONG`;
    return Number(text) < limit ? undefined : `ILLEGAL_${name}`;
  });
const hour = clockPart(24, 'HOUR');
const minute = clockPart(60, 'MINUTE');

const date = (length: 6 | 8, dayMayBeZero: boolean): Linter =>
  numeric((text) => {
    if (text.length < length) return 'DATE_TOO_SHORT';
    if (text.length > length) return 'DATE_TOO_LONG';
    return dateProblem(text, dayMayBeZero);
  });

const degrees = (most: string, name: 'LATITUDE' | 'LONGITUDE'): Linter =>
  numeric((text) => {
    if (text.length !== most.length) return `${name}_INVALID_LENGTH`;
    return text > most ? `INVALID_${name}` : undefined;
  });

/** Company prefixes begin with a country's digits; which ones are assigned only GS1's register knows (not asked here). */
const companyPrefixAt =
  (from: 0 | 1): Linter =>
  (text) => {
    const prefix = text.slice(from, from + shortestCompanyPrefix);
    if (prefix.length < shortestCompanyPrefix) return 'TOO_SHORT_FOR_GCP';
    return digits.test(prefix) ? undefined : 'INVALID_GCP_PREFIX';
  };
/** GS1 General Specifications §1.4.4. */
const shortestCompanyPrefix = 4;

/** Longest IBAN in the register (ISO 13616). */
const longestIban = 34;
const shortestIban = 5;

function iban(text: string): string | undefined {
  if (text.length > longestIban) return 'IBAN_TOO_LONG';
  if (text.length < shortestIban) return 'IBAN_TOO_SHORT';
  if (!/^[0-9A-Z]*$/.test(text)) return 'INVALID_IBAN_CHARACTER';
  if (linters.iso3166alpha2?.(text.slice(0, 2)) !== undefined) return 'ILLEGAL_IBAN_COUNTRY_CODE';
  let rest = 0;
  for (const char of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1 ? undefined : 'INCORRECT_IBAN_CHECKSUM';
}

const pieceOfTotal = numeric((text) => {
  if (text === '' || text.length % 2 !== 0) return 'INVALID_LENGTH_FOR_PIECE_OF_TOTAL';
  const piece = text.slice(0, text.length / 2);
  const total = text.slice(text.length / 2);
  if (/^0*$/.test(piece)) return 'ZERO_PIECE_NUMBER';
  if (/^0*$/.test(total)) return 'ZERO_TOTAL_PIECES';
  return piece > total ? 'PIECE_NUMBER_EXCEEDS_TOTAL' : undefined;
});

function positionInSequence(text: string): string | undefined {
  const [, position, end] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (position === undefined || end === undefined) return 'POSITION_IN_SEQUENCE_MALFORMED';
  if (position.startsWith('0') || end.startsWith('0')) return 'ILLEGAL_ZERO_PREFIX';
  return Number(position) > Number(end) ? 'POSITION_EXCEEDS_END' : undefined;
}

/** The checks that the dictionary names per component, each after the linter of that name in the GS1 Syntax Dictionary. */
export const linters: Readonly<Record<string, Linter>> = {
  couponcode: couponCode,
  couponposoffer: couponOffer,
  cset39: inSet('Y'),
  cset64: inSet('Z'),
  cset82: inSet('X'),
  csetnumeric: inSet('N'),
  csum: numeric((text) => {
    if (text === '') return 'TOO_SHORT_FOR_CHECK_DIGIT';
    return hasValidCheckDigit(text) ? undefined : 'INCORRECT_CHECK_DIGIT';
  }),
  csumalpha: (text) => {
    if (text.length < 2) return 'TOO_SHORT_FOR_CHECK_PAIR';
    if ([...text.slice(0, -2)].some((char) => !characterSet82.includes(char))) return 'INVALID_CSET82_CHARACTER';
    if (text.length > longestCheckPairText) return 'TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION';
    return hasValidCheckPair(text) ? undefined : 'INCORRECT_CHECK_PAIR';
  },
  gcppos1: companyPrefixAt(0),
  gcppos2: companyPrefixAt(1),
  hasnondigit: (text) => (digits.test(text) ? 'REQUIRES_NON_DIGIT_CHARACTER' : undefined),
  hh: hour,
  hhmi: numeric((text) => {
    if (text.length < 4) return 'HOUR_WITH_MINUTE_TOO_SHORT';
    if (text.length > 4) return 'HOUR_WITH_MINUTE_TOO_LONG';
    return hour(text.slice(0, 2)) ?? minute(text.slice(2));
  }),
  hyphen: (text) => (/^-+$/.test(text) ? undefined : 'NOT_HYPHEN'),
  iban,
  importeridx: (text) => {
    if (text.length !== 1) return 'IMPORTER_IDX_MUST_BE_ONE_CHARACTER';
    return /^[-_0-9A-Za-z]$/.test(text) ? undefined : 'INVALID_IMPORT_IDX_CHARACTER';
  },
  iso3166: listed('countries', 'NOT_ISO3166'),
  iso3166999: listed('countries', 'NOT_ISO3166_OR_999', ['999']),
  iso3166alpha2: listed('countryLetters', 'NOT_ISO3166_ALPHA2'),
  iso4217: listed('currencies', 'NOT_ISO4217'),
  iso5218: oneOf('0129', 'INVALID_BIOLOGICAL_SEX_CODE'),
  latitude: degrees('1800000000', 'LATITUDE'),
  longitude: degrees('3600000000', 'LONGITUDE'),
  mediatype: listed('mediaTypes', 'INVALID_MEDIA_TYPE'),
  mi: minute,
  nonzero: numeric((text) => (/^0*$/.test(text) ? 'ILLEGAL_ZERO_VALUE' : undefined)),
  nozeroprefix: numeric((text) => (text.startsWith('0') ? 'ILLEGAL_ZERO_PREFIX' : undefined)),
  packagetype: listed('packageTypes', 'INVALID_PACKAGE_TYPE'),
  pcenc: (text) => (/%(?![0-9A-Fa-f]{2})/.test(text) ? 'INVALID_PERCENT_SEQUENCE' : undefined),
  pieceoftotal: pieceOfTotal,
  posinseqslash: positionInSequence,
  ss: clockPart(60, 'SECOND'),
  winding: oneOf('019', 'INVALID_WINDING_DIRECTION'),
  yesno: oneOf('01', 'NOT_ZERO_OR_ONE'),
  yymmd0: date(6, true),
  yymmdd: date(6, false),
  yyyymmd0: date(8, true),
  yyyymmdd: date(8, false),
  zero: (text) => (/^0+$/.test(text) ? undefined : 'NOT_ZERO'),
};
