import { createHash } from 'node:crypto';

/**
 * Fingerprint of what was sent: two documents that differ only in the order of members or in white space have the same one.
 * @returns SHA-256 as lower-case hex over JSON with sorted member names (the ordering of RFC 8785; values are only strings and booleans).
 */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)), 'utf8')
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  // A null prototype keeps a member named __proto__ an ordinary member.
  const result: Record<string, unknown> = Object.create(null);
  for (const [name, member] of members) result[name] = sorted(member);
  return result;
}
