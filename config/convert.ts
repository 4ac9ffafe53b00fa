import type { KeyPath } from './problem.ts';
import type { Breach } from './validate.ts';

/**
 * A reference that is a whole value may stand for a number or a boolean (`port: ${env:PORT:-8080}`): the schema says which.
 * Changes `value` in place, only where the schema asked for it.
 * @returns whether anything was converted.
 */
export function convertReferences(
  value: unknown,
  references: ReadonlyArray<{ readonly path: KeyPath; readonly whole: boolean }>,
  breaches: readonly Breach[],
): boolean {
  const whole = new Set(references.filter((reference) => reference.whole).map(({ path }) => JSON.stringify(path)));
  let converted = false;
  for (const { path, wants } of breaches) {
    if (wants === undefined || !whole.has(JSON.stringify(path))) continue;
    const key = path.at(-1);
    const parent = path.slice(0, -1).reduce<unknown>((node, step) => member(node, step), value);
    if (key === undefined || typeof parent !== 'object' || parent === null) continue;
    const text = member(parent, key);
    const typed = typeof text === 'string' ? parse(text, wants) : undefined;
    if (typed === undefined) continue;
    Reflect.set(parent, key, typed);
    converted = true;
  }
  return converted;
}

function member(node: unknown, key: string | number): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}

function parse(text: string, wants: 'number' | 'boolean'): number | boolean | undefined {
  if (wants === 'number') return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}
