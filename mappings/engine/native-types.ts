/** @returns what is wrong with the text, or undefined when it fits. */
export type TypeCheck = (text: string) => string | undefined;

/** How a platform counts the n of `Cn`. Interface documents say "length 50" and mean one of these. */
export const lengthUnits = ['characters', 'utf8-bytes', 'gbk-bytes'] as const;
export type LengthUnit = (typeof lengthUnits)[number];

/**
 * Compiles a type as interface documents write it:
 * `C50` text of at most 50; `N16,4` number of at most 16 digits, 4 of them after the point; `N8` whole number;
 * `date` yyyy-MM-dd; `datetime` yyyy-MM-dd HH:mm:ss; `text` without limit.
 * @throws Error when the type is none of these.
 */
export function compileType(type: string, unit: LengthUnit): TypeCheck {
  if (type === 'text') return () => undefined;
  if (type === 'date') return (text) => (isDate(text) ? undefined : 'is not a date yyyy-MM-dd');
  if (type === 'datetime') return (text) => (isDateTime(text) ? undefined : 'is not a time yyyy-MM-dd HH:mm:ss');
  const chars = /^C([1-9]\d{0,5})$/.exec(type);
  if (chars) return textUpTo(Number(chars[1]), unit);
  const number = /^N([1-9]\d?)(?:,(\d{1,2}))?$/.exec(type);
  if (number) return numberOf(...digitsOf(type, Number(number[1]), Number(number[2] ?? '0')));
  throw new Error(`there is no type '${type}'; write Cn, Np or Np,s, date, datetime or text`);
}

/** `N16,4` counts the places among the digits. */
function digitsOf(type: string, digits: number, places: number): [digits: number, places: number] {
  if (places <= digits) return [digits, places];
  throw new Error(
    `type '${type}' has more places after the point than digits; N16,4 is 16 digits, 4 of them after the point`,
  );
}

function textUpTo(limit: number, unit: LengthUnit): TypeCheck {
  const measure = measures[unit];
  const certainlyFits = Math.floor(limit / mostPerUtf16Unit[unit]);
  return (text) => {
    if (text.length <= certainlyFits) return undefined;
    const length = measure(text);
    return length <= limit ? undefined : `is ${length} ${unit} long, at most ${limit} are allowed`;
  };
}

/** Most that one UTF-16 unit can count: decides most texts without counting them. */
const mostPerUtf16Unit: Readonly<Record<LengthUnit, number>> = { characters: 1, 'utf8-bytes': 3, 'gbk-bytes': 2 };

const measures: Readonly<Record<LengthUnit, (text: string) => number>> = {
  characters: (text) => [...text].length,
  'utf8-bytes': (text) => Buffer.byteLength(text, 'utf8'),
  // GB 18030: one byte for ASCII, two for the common plane's Han characters, four beyond it.
  'gbk-bytes': (text) => [...text].reduce((sum, char) => sum + gbkBytes(char.codePointAt(0) ?? 0), 0),
};

function gbkBytes(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  return codePoint > 0xffff ? 4 : 2;
}

function numberOf(digits: number, places: number): TypeCheck {
  const wholeDigits = digits - places;
  return (text) => {
    // Most numbers are short enough to fit whatever their digits are.
    const point = text.indexOf('.');
    const isPlain =
      point === -1 ? text.length <= wholeDigits : point <= wholeDigits && text.length - point - 1 <= places;
    if (isPlain && isDecimal(text, point)) return undefined;
    return numberProblem(text, wholeDigits, places);
  };
}

function isDecimal(text: string, point: number): boolean {
  if (point === -1) return areDigits(text, 0, text.length);
  return areDigits(text, 0, point) && areDigits(text, point + 1, text.length);
}

/** Zeros that change nothing, before and after the digits that count, are not counted. */
function numberProblem(text: string, wholeDigits: number, places: number): string | undefined {
  const parts = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return 'is not a decimal number';
  const whole = (parts[1] ?? '').replace(/^0+(?=\d)/, '').length;
  const fraction = (parts[2] ?? '').replace(/0+$/, '').length;
  if (fraction > places) return `has ${fraction} decimal places, at most ${places} are allowed`;
  return whole > wholeDigits ? `has ${whole} digits before the point, at most ${wholeDigits} are allowed` : undefined;
}

/** Arithmetic, not Date or patterns: this runs for several fields of every row. */
function isDate(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  if (!areDigits(text, 0, 4) || !areDigits(text, 5, 7) || !areDigits(text, 8, 10)) return false;
  const month = number(text, 5, 7);
  const day = number(text, 8, 10);
  return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysIn(month, number(text, 0, 4)));
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** @returns whether the text is `yyyy-MM-dd HH:mm:ss` and such a day and time exist. */
export function isDateTime(text: string): boolean {
  if (text.length !== 19 || text[10] !== ' ' || text[13] !== ':' || text[16] !== ':') return false;
  if (!areDigits(text, 11, 13) || !areDigits(text, 14, 16) || !areDigits(text, 17, 19)) return false;
  return (
    number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60 && isDate(text.slice(0, 10))
  );
}

const ZERO = 48;

/** @returns whether all characters from `start` up to `end` are digits; false for none. */
function areDigits(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return end > start;
}

function number(digits: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) value = value * 10 + digits.charCodeAt(index) - ZERO;
  return value;
}
