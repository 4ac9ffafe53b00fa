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
  if (number) return numberOf(Number(number[1]), Number(number[2] ?? '0'));
  throw new Error(`no type '${type}'; write Cn, Np or Np,s, date, datetime or text`);
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
  return (text) => {
    const parts = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
    if (!parts) return 'is not a decimal number';
    const whole = (parts[1] ?? '').replace(/^0+(?=\d)/, '').length;
    const fraction = (parts[2] ?? '').replace(/0+$/, '').length;
    if (fraction > places) return `has ${fraction} decimal places, at most ${places} are allowed`;
    return whole > digits - places
      ? `has ${whole} digits before the point, at most ${digits - places} are allowed`
      : undefined;
  };
}

/** Arithmetic, not Date: this runs for several fields of every row. */
function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, year);
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isDateTime(text: string): boolean {
  return /^.{10} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text) && isDate(text.slice(0, 10));
}
