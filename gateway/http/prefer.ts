/** A POS at the counter waits no longer; it also keeps a request well inside the request time-out. */
const longestWaitS = 10;

/**
 * @param header value of Prefer (RFC 7240); several headers arrive joined by commas
 * @returns seconds of `wait=N`, at most 10; undefined when not asked for or not understood (RFC 7240 §2: then ignored).
 */
export function parseWait(header: string | undefined): number | undefined {
  for (const preference of (header ?? '').split(',')) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i.exec(preference)?.[1];
    // The first of several counts (RFC 7240 §2).
    if (seconds !== undefined) return Math.min(Number(seconds), longestWaitS);
  }
  return undefined;
}
