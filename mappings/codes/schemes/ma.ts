import { isWebAddress } from '../drug-trace.ts';
import { calendarDate } from '../gs1/dates.ts';
import { type CodeParts, namedBy, present, type Reading } from '../reading.ts';
import type { CodeWarning } from '../warning.ts';

/** Device identifier: MA, country, M0 (devices), registrant, level, item and check digit. */
const identifierForm = /^MA\.\d{3}\.M0\.[0-9A-Za-z]+\.[0-9A-Za-z]{2,}$/;
const titles: Readonly<Record<string, string>> = {
  L: 'lot',
  S: 'serial',
  M: 'production date',
  P: 'production date (older form)',
  D: 'sterilisation batch',
  E: 'expiry',
  V: 'valid until',
  Y: '医保编码',
  C: 'check of the units',
};

/** Values of the characters for the check digit: digits, capitals, then small letters with a gap before h, then signs. */
const order = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg  hijklmnopqrstuvwxyz-.@$,*+%/#!^~';

/**
 * Check digit: each character as a decimal number, written one behind the other, then Luhn. Known from public samples, not from an
 * official text, which is why a difference only warns.
 */
function checkDigit(text: string): string | undefined {
  let decimals = '';
  for (const char of text) {
    const value = order.indexOf(char);
    if (value < 0 || char === ' ') return undefined;
    decimals += String(value);
  }
  let sum = 0;
  for (let index = decimals.length - 1, double = false; index >= 0; index -= 1, double = !double) {
    const value = Number(decimals[index]) * (double ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return String((10 - (sum % 10)) % 10);
}

/**
 * MA code (IDcode, issuer of 中关村工信二维码技术研究院): device identifier, then units of dot, letter and value.
 * @param text bare, as value of a web address, or as the XML that some printers wrap around it; small letters throughout are a keyboard's doing
 */
export function readMa(text: string, year: number): Reading | undefined {
  const isSmall = /^ma\.\d{3}\.m0\.[^A-Z]+$/.test(text);
  const code = unwrap(isSmall ? text.toUpperCase() : text);
  if (code === undefined) return undefined;
  const [first = '', second = '', third = '', fourth = '', fifth = '', ...unitTexts] = code.split('.');
  const identifier = [first, second, third, fourth, fifth].join('.');
  if (!identifierForm.test(identifier)) return undefined;
  const elements = unitTexts.map((unit) => ({ id: unit.charAt(0), value: unit.slice(1) }));
  if (elements.some(({ id, value }) => titles[id] === undefined || value === '')) return undefined;
  const unitValue = (id: string) => elements.find((element) => element.id === id)?.value;
  const serial = unitValue('S');
  const lot = unitValue('L');
  const parts: CodeParts = {
    product: identifier,
    level: fifth.charAt(0),
    ...present({
      serial,
      lot,
      producedOn: date(unitValue('M') ?? unitValue('P'), year),
      expiresOn: date(unitValue('E') ?? unitValue('V'), year),
    }),
    elements: elements.map(({ id, value }) => ({ id, ...present({ title: titles[id] }), value })),
  };
  const warnings = warningsOf(identifier, unitTexts);
  return {
    kind: 'ma',
    value: identifier + (serial !== undefined ? `.S${serial}` : lot !== undefined ? `.L${lot}` : ''),
    identifies: namedBy(parts),
    confidence: 'likely',
    parts,
    warnings: isSmall ? ['CASE_CONVERTED', ...warnings] : warnings,
  };
}

function warningsOf(identifier: string, unitTexts: readonly string[]): readonly CodeWarning[] {
  const warnings: CodeWarning[] = [];
  if (checkDigit(identifier.slice(0, -1)) !== identifier.slice(-1)) warnings.push('CHECK_CHARACTER_WRONG');
  const last = unitTexts.at(-1);
  const units = unitTexts
    .slice(0, -1)
    .map((unit) => `.${unit}`)
    .join('');
  if (last?.startsWith('C') && checkDigit(units) !== last.slice(1)) warnings.push('CHECK_OF_UNITS_WRONG');
  return warnings;
}

function unwrap(text: string): string | undefined {
  if (text.startsWith('MA.')) return text;
  if (isWebAddress(text)) return /[=/](MA\.\d{3}\.[0-9A-Za-z.-]+)(?=[&#?/]|$)/.exec(text)?.[1];
  if (!/^(?:<\?xml\b[^>]*\?>\s*)?<UDI\b[^>]*\bIAC=["']MA["']/.test(text)) return undefined;
  const field = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  const units = Object.entries({ S: 'SN', M: 'MFG', L: 'LOT', E: 'EXP', V: 'VAL' });
  const identifier = field('DI');
  return identifier === ''
    ? undefined
    : identifier + units.map(([id, name]) => (field(name) === '' ? '' : `.${id}${field(name)}`)).join('');
}

/** yyMMdd or yyyyMMdd. */
function date(text: string | undefined, year: number): string | undefined {
  if (text === undefined) return undefined;
  if (/^\d{6}$/.test(text)) return calendarDate(text, year);
  return /^\d{8}$/.test(text) ? calendarDate(text.slice(2), Number(text.slice(0, 4))) : undefined;
}
