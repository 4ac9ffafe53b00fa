/** Scheme or authority in front, a fragment, or dot segments: such a path could leave the endpoint. */
const escaping = /^[a-z][a-z0-9+.-]*:|^\/\/|\\|#|(^|\/)\.{1,2}(\/|\?|$)/i;

/**
 * Path and query of a request under the link's endpoint.
 * @param path `` or `/…`, appended to the endpoint's own path
 * @param query added to what the endpoint and the path already carry, percent-encoded (RFC 3986: a space is %20)
 * @returns undefined when the path would leave the endpoint
 */
export function requestTarget(
  endpoint: URL,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string | undefined {
  if (escaping.test(path) || (path !== '' && path[0] !== '/' && path[0] !== '?')) return undefined;
  const [tail = '', ...rest] = path.split('?');
  const base = tail === '' ? endpoint.pathname : endpoint.pathname.replace(/\/$/, '');
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const search = [endpoint.search.slice(1), rest.join('?'), ...pairs].filter((part) => part !== '').join('&');
  return search === '' ? base + tail : `${base}${tail}?${search}`;
}

/** A lone surrogate, which encodeURIComponent throws on, becomes U+FFFD as in a URL. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
}
