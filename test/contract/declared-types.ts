import type { Profile } from '../../mappings/engine/index.ts';

type Raw = { readonly [key: string]: unknown };

/**
 * Compares a native message with the types its profile declares, apart from the engine that wrote it: what is required is there, what
 * is there is declared, texts fit. Lengths are counted in characters, so nothing longer than the declared number passes in any unit.
 * @returns what is wrong, by native path.
 */
export function breaches({ resolved }: Profile, operation: string, message: Raw): string[] {
  const declared: Raw = { ...resolved.operations?.[operation] };
  const { node, items } = declared;
  const fields = raw(declared.fields);
  const root = raw(declared.root);
  const filled = (declared.emptyFields ?? resolved.emptyFields) === 'fill';
  const rows = items === undefined ? [] : [String(raw(items).node)];
  const named = typeof node === 'string' ? [node] : [];
  const beside = rows.length + named.length === 0 ? { ...root, ...fields } : root;
  return [
    ...Object.keys(message).flatMap((key) =>
      key in beside || rows.includes(key) || named.includes(key) ? [] : [`${key} is not declared`],
    ),
    ...inObject(beside, message, '', filled),
    ...named.flatMap((key) => inObject(fields, raw(message[key]), `${key}.`, filled)),
    ...rows.flatMap((key) => inList(fields, message[key], key, filled)),
  ];
}

function inList(fields: Raw, list: unknown, path: string, filled: boolean): string[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return [`${path} is no list`];
  return list.flatMap((item, index) => inObject(fields, raw(item), `${path}[${index}].`, filled));
}

function inObject(fields: Raw, message: Raw, path: string, filled: boolean): string[] {
  return Object.entries(fields).flatMap(([name, declared]) => {
    const field = raw(declared);
    const value = message[name];
    const here = path + name;
    if (value === undefined) return field.required === true && field.when === undefined ? [`${here} is missing`] : [];
    if (field.each !== undefined && field.fields !== undefined) return inList(raw(field.fields), value, here, filled);
    if (field.fields !== undefined) return inObject(raw(field.fields), raw(value), `${here}.`, filled);
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
    return texts.flatMap((text) => {
      if (typeof text !== 'string') return [`${here} is no text`];
      const mayBeEmpty = text === field.default || (filled && field.required === undefined);
      return fits(text, String(field.type ?? 'text'), mayBeEmpty) ? [] : [`${here} does not fit ${field.type}`];
    });
  });
}

function fits(text: string, type: string, mayBeEmpty: boolean): boolean {
  if (text === '' && mayBeEmpty) return true;
  const length = /^C(\d+)$/.exec(type)?.[1];
  if (length !== undefined) return [...text].length <= Number(length);
  const [, digits, places = '0'] = /^N(\d+)(?:,(\d+))?$/.exec(type) ?? [];
  if (digits === undefined) return patterns[type]?.test(text) ?? true;
  const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const significant = whole.replace(/^0+(?=\d)/, '').length;
  return (
    significant > 0 &&
    fraction.replace(/0+$/, '').length <= Number(places) &&
    significant <= Number(digits) - Number(places)
  );
}

const patterns: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-[01]\d-[0-3]\d$/,
  datetime: /^\d{4}-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d$/,
};

function raw(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
