import { isRecord } from './guards.ts';
import type { KeyPath } from './problem.ts';

/** Names that hold a secret wherever they stand in a link's free settings. */
const secretName = /(secret|password|passphrase|token|credential|private|seal_?key|access_?key|^sk$|^pwd$)/i;

/**
 * @param referenced paths whose value came from a `${…}` reference: secret until proven otherwise.
 * @returns a predicate: must the value at this path be hidden from people and logs?
 */
export function secretPaths(referenced: readonly KeyPath[]): (path: KeyPath) => boolean {
  const known = new Set(referenced.map((path) => JSON.stringify(path)));
  return (path) => {
    if (path[0] === 'secrets') return true;
    // Ports, hosts and the log level: nothing here can be a secret, and people must see them.
    if (path[0] === 'server' || path[0] === 'log') return false;
    return path.some((key) => typeof key === 'string' && secretName.test(key)) || known.has(JSON.stringify(path));
  };
}

/** @returns a stand-in that shows only how long the value is, enough to see that it is not empty or cut off. */
export function maskValue(value: unknown): string {
  return typeof value === 'string' ? `•••••• (${value.length} characters)` : '••••••';
}

/** @returns a copy of the configuration fit to be shown: secrets masked, passwords in URLs replaced. */
export function maskConfig(value: unknown, isSecret: (path: KeyPath) => boolean, path: KeyPath = []): unknown {
  if (Array.isArray(value)) return value.map((item, index) => maskConfig(item, isSecret, [...path, index]));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, maskConfig(item, isSecret, [...path, key])]),
    );
  }
  if (path.length > 0 && isSecret(path)) return maskValue(value);
  return typeof value === 'string' ? maskUrl(value) : value;
}

/** A password in the user part of a URL, as in a PostgreSQL connection string (RFC 3986 §3.2.1). */
function maskUrl(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:/@]*):[^@]*@/i, '$1:••••••@');
}
