import { invalid } from './refusal.ts';

/** Checks a value. @throws Refusal ValidationException naming the place. */
export type Rule = (value: unknown, where: string) => void;
export type JsonMap = Readonly<Record<string, unknown>>;

/** RFC 3986: a scheme, no character that must be encoded, whole percent-encodings. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;
const TIME = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const uri: Rule = (value, where) => {
  if (typeof value !== 'string' || !URI.test(value)) throw invalid(`${where} is no URI`);
};

export const time: Rule = (value, where) => {
  const parts = typeof value === 'string' ? TIME.exec(value) : null;
  const [, year, month, day] = parts ?? [];
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (!parts || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > last)
    throw invalid(`${where} is no time with offset`);
};

export const offset: Rule = (value, where) => {
  if (typeof value !== 'string' || !/^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/.test(value))
    throw invalid(`${where} is no offset`);
};

export const text: Rule = (value, where) => {
  if (typeof value !== 'string') throw invalid(`${where} is no text`);
};

export const map: Rule = (value, where) => {
  if (!isMap(value)) throw invalid(`${where} is no object`);
};

export const amount: Rule = (value, where) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) throw invalid(`${where} is no quantity`);
};

export const oneOf =
  (...words: readonly string[]): Rule =>
  (value, where) => {
    if (typeof value !== 'string' || !words.includes(value)) throw invalid(`${where} is none of ${words.join(', ')}`);
  };

/** A bare word of the CBV, or a URI that does not claim to be one of its terms. */
export const term =
  (words: ReadonlySet<string>): Rule =>
  (value, where) => {
    if (typeof value === 'string' && words.has(value)) return;
    uri(value, where);
    if (/^(urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/.test(String(value)))
      throw invalid(`${where} is no term of the CBV`);
  };

export const list =
  (rule: Rule, { unique = false, least = 0 } = {}): Rule =>
  (value, where) => {
    if (!Array.isArray(value)) throw invalid(`${where} is no list`);
    if (value.length < least) throw invalid(`${where} is empty`);
    if (unique && new Set(value).size !== value.length) throw invalid(`${where} repeats an element`);
    for (const [index, item] of value.entries()) rule(item, `${where}[${index}]`);
  };

export interface Field {
  readonly rule: Rule;
  readonly required?: true;
}

/** @param extensible whether members in a namespace of one's own (`example:myField`) are allowed */
export const object =
  (fields: Readonly<Record<string, Field>>, { extensible = false } = {}): Rule =>
  (value, where) => {
    if (!isMap(value)) throw invalid(`${where} is no object`);
    for (const name of Object.keys(value)) {
      const extension = extensible && /^[A-Za-z][\w.-]*:./.test(name);
      if (!Object.hasOwn(fields, name) && !extension) throw invalid(`${where}/${name} is not defined`);
    }
    for (const [name, { rule, required }] of Object.entries(fields)) {
      if (Object.hasOwn(value, name)) rule(value[name], `${where}/${name}`);
      else if (required) throw invalid(`${where}/${name} is missing`);
    }
  };
