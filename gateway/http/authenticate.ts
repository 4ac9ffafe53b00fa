import type { IncomingHttpHeaders } from 'node:http';
import type { ApiKey, Store } from '../store/contract.ts';
import { hashKey, looksLikeKey } from './keys.ts';
import { ProblemError } from './problem.ts';

/** Who calls: the holder of a valid key. */
export interface Caller {
  readonly tenant: string;
  readonly role: ApiKey['role'];
  /** For audit: tenant and label of the key. */
  readonly actor: string;
}

/** A revoked key works at most this much longer. */
const cacheMs = 60_000;
const cacheSize = 10_000;

/**
 * @returns a function that finds out who calls, from `Authorization: Bearer` or `X-Api-Key`. Known keys are remembered for a
 * minute, unknown ones are not, so that a new key works at once.
 * @throws ProblemError KEY_REQUIRED, KEY_UNKNOWN; StoreError
 */
export function createAuthenticator(
  store: Pick<Store, 'findKey'>,
  clock: () => number,
): (headers: IncomingHttpHeaders) => Promise<Caller> {
  const known = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return async (headers) => {
    const key = readKey(headers);
    if (key === undefined) throw refusal('KEY_REQUIRED', 'Bearer realm="tracehub"');
    const unknown = () => refusal('KEY_UNKNOWN', 'Bearer realm="tracehub", error="invalid_token"');
    if (!looksLikeKey(key)) throw unknown();
    const hash = hashKey(key);
    const now = clock();
    const remembered = known.get(hash);
    if (remembered !== undefined && remembered.until > now) return remembered.caller;
    known.delete(hash);
    const record = await store.findKey(hash);
    if (record === undefined) throw unknown();
    const { tenant, role, label } = record;
    const caller = { tenant, role, actor: label === '' ? tenant : `${tenant}/${label}` };
    if (known.size >= cacheSize) known.clear();
    known.set(hash, { caller, until: now + cacheMs });
    return caller;
  };
}

function readKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const given = headers['x-api-key'];
  return typeof given === 'string' && given !== '' ? given : undefined;
}

function refusal(code: 'KEY_REQUIRED' | 'KEY_UNKNOWN', challenge: string): ProblemError {
  return new ProblemError(code, { headers: { 'WWW-Authenticate': challenge } });
}
