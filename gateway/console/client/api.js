/**
 * @import { Problem } from '../../http/openapi.generated.ts'
 * @import { Language } from './texts.js'
 */

/**
 * What a request came to. `at`: the gateway's clock, epoch ms, so that ages are right on a computer whose own clock is wrong.
 * @template T
 * @typedef {{ ok: true, body: T, at: number } | { ok: false, failure: Failure }} Answer
 */

/**
 * Why there is no answer: `key`: the key is not known (401); `unavailable`: the gateway says it cannot now (5xx); `refused`: it says
 * no (other 4xx); `offline`: nothing came back; `slow`: nothing came back in time; `alien`: something else answered, e.g. a proxy.
 * @typedef {object} Failure
 * @property {'key' | 'unavailable' | 'refused' | 'offline' | 'slow' | 'alien'} kind
 * @property {number} [status]
 * @property {string} [title] the gateway's own words
 * @property {string} [detail]
 * @property {number} [retryAfterS]
 */

/** A person waits in front of the page; a gateway that is well answers in milliseconds. */
const patienceMs = 10_000;

/**
 * One request to the gateway that served the page. Never throws.
 * @template T
 * @param {{ readonly key: string | undefined, readonly language: Language }} caller
 * @param {'GET' | 'POST'} method
 * @param {string} path relative to the page, so that the gateway may stand under a path of a proxy: `v1/links`
 * @param {object} [body]
 * @returns {Promise<Answer<T>>} the body is what openapi.json promises for the path
 */
export async function call({ key, language }, method, path, body) {
  /** @type {Response} */
  let response;
  /** @type {unknown} */
  let content;
  try {
    response = await fetch(path, {
      method,
      headers: {
        'Accept-Language': language,
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    content = parse(await response.text());
  } catch (error) {
    const isSlow = error instanceof DOMException && error.name === 'TimeoutError';
    return { ok: false, failure: { kind: isSlow ? 'slow' : 'offline' } };
  }
  const { status } = response;
  if (typeof content !== 'object' || content === null) return { ok: false, failure: { kind: 'alien', status } };
  if (response.ok) return { ok: true, body: /** @type {T} */ (content), at: clockOf(response) };
  return { ok: false, failure: failureOf(status, content) };
}

/** @param {string} text @returns {unknown} undefined when it is no JSON */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {Response} response */
function clockOf(response) {
  const at = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(at) ? Date.now() : at;
}

/** @param {number} status @param {Partial<Problem>} problem @returns {Failure} */
function failureOf(status, { title, detail, errors = [], retryAfter }) {
  const places = errors.map((error) => `${error.pointer}: ${error.detail}`);
  const words = [detail, ...places].filter((text) => text !== undefined).join(' ');
  return {
    kind: kindOf(status),
    status,
    ...(title === undefined ? {} : { title }),
    ...(words === '' ? {} : { detail: words }),
    ...(retryAfter === undefined ? {} : { retryAfterS: retryAfter }),
  };
}

/** @param {number} status @returns {Failure['kind']} */
function kindOf(status) {
  if (status === 401) return 'key';
  return status >= 500 ? 'unavailable' : 'refused';
}
