import { hash } from 'node:crypto';

/**
 * Fingerprint of what was sent: two documents that differ only in the order of members or in white space have the same one.
 * @returns SHA-256 as lower-case hex over JSON with sorted member names (the ordering of RFC 8785; values are only strings and booleans).
 */
export function fingerprint(value: unknown): string {
  return hash('sha256', JSON.stringify(sorted(value)), 'hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    const member = sorted(value[name]);
    // Assigned, it would become the prototype and count for nothing. (A null prototype instead makes every object a slow one.)
    if (name === '__proto__') Object.defineProperty(result, name, { value: member, enumerable: true });
    else result[name] = member;
  }
  return result;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
