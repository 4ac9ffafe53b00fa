import { chinaDate, chinaDateTime, chinaDateTimeCompact, chinaRfc3339 } from './china-time.ts';
import { isDateTime } from './native-types.ts';
import { didYouMean } from './suggest.ts';

/** @returns the changed text. @throws Error saying why the text cannot take this form. */
export type Format = (text: string) => string;

const plain: Readonly<Record<string, Format>> = {
  'china-date': (text) => writtenInChina(text)?.slice(0, 10) ?? chinaDate(instant(text)),
  'china-datetime': (text) => writtenInChina(text) ?? chinaDateTime(instant(text)),
  'china-datetime-compact': (text) => chinaDateTimeCompact(instant(text)),
  'china-rfc3339': (text) => chinaRfc3339(instant(text)),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
};

const withArgument: Readonly<Record<string, (argument: string) => Format>> = {
  truncate: (count) => (text) => [...text].slice(0, Number(count)).join(''),
  prefix: (head) => (text) => head + text,
};

/** `join` is the one format of a whole list; the others change one text. */
export interface CompiledFormat {
  readonly change?: Format;
  readonly join?: string;
}

/**
 * @param spec a format's name, or format → argument, applied in the order written
 * @throws Error for an unknown name.
 */
export function compileFormat(spec: string | Readonly<Record<string, string | number>>): CompiledFormat {
  if (typeof spec === 'string') return { change: named(spec) };
  const { join, ...changes } = spec;
  const steps = Object.entries(changes).map(([name, argument]) => parametrised(name)(String(argument)));
  return {
    ...(steps.length > 0 && { change: (text: string) => steps.reduce((value, step) => step(value), text) }),
    ...(join !== undefined && { join: String(join) }),
  };
}

function named(name: string): Format {
  const format = plain[name];
  if (format === undefined) throw new Error(`there is no format '${name}'${didYouMean(name, Object.keys(plain))}`);
  return format;
}

function parametrised(name: string): (argument: string) => Format {
  const make = withArgument[name];
  if (make === undefined) {
    const known = [...Object.keys(withArgument), 'join'];
    throw new Error(`there is no format '${name}' with an argument${didYouMean(name, known)}`);
  }
  return make;
}

/** RFC 3339 with an offset; a time without one would be read in the host's zone. */
function instant(text: string): number {
  const epochMs = /T.*(Z|[+-]\d{2}:\d{2})$/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(epochMs)) throw new Error('is not a time with offset (RFC 3339)');
  return epochMs;
}

/** @returns `yyyy-MM-dd HH:mm:ss` read off a time that is written with China's offset, as nearly all are. */
function writtenInChina(text: string): string | undefined {
  if (!text.endsWith('+08:00') || text[10] !== 'T') return undefined;
  const local = `${text.slice(0, 10)} ${text.slice(11, 19)}`;
  return isDateTime(local) ? local : undefined;
}
