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
  return (text) => {
    // No unit counts more than 3 per UTF-16 unit (UTF-8), and none less than half: most texts are decided without counting.
    if (text.length * 3 <= limit) return undefined;
    const length = measure(text);
    return length <= limit ? undefined : `is ${length} ${unit} long, at most ${limit} are allowed`;
  };
}

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

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  return /^.{10} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text) && isDate(text.slice(0, 10));
}
