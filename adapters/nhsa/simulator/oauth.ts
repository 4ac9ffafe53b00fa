import { randomBytes } from 'node:crypto';
import { type Reply, type SimRequest, utf8 } from '../../sim-kit/index.ts';
import type { Account, NhsaSettings } from './settings.ts';

/* Login of 吉林 as its published client uses it: OAuth2 with a password grant (RFC 6749 §4.3), then a Bearer token (RFC 6750). */
export const tokenPath = '/auth/oauth/token';
export const servicePath = '/mbs/fmi/fsi/api/callFsiService/callService';
const lifetimeMs = 3_600_000;

/** Tokens given out, by institution. */
export class Tokens {
  readonly #settings: NhsaSettings;
  readonly #live = new Map<string, { readonly account: Account; readonly until: number }>();

  constructor(settings: NhsaSettings) {
    this.#settings = settings;
  }

  isTokenRequest({ url }: SimRequest): boolean {
    return url.pathname.endsWith(tokenPath);
  }

  issue(request: SimRequest, now: number): Reply {
    const form = new URLSearchParams(utf8(request.body) ?? '');
    const account = this.#settings.accounts.find(
      ({ ak, sk }) => request.headers.authorization === `Basic ${Buffer.from(`${ak}:${sk}`).toString('base64')}`,
    );
    if (account === undefined) return json(401, { error: 'invalid_client', error_description: '客户端认证失败' });
    const mine = form.get('username') === account.code && form.get('password') === account.sk;
    if (!mine || form.get('grant_type') !== 'password' || form.get('scope') !== 'server')
      return json(400, { error: 'invalid_grant', error_description: '用户名或密码错误' });
    const token = randomBytes(24).toString('base64url');
    this.#live.set(token, { account, until: now + lifetimeMs });
    return json(200, { access_token: token, token_type: 'bearer', expires_in: lifetimeMs / 1000, scope: 'server' });
  }

  /** @returns whose token it is; undefined for none that is good. */
  holder({ headers }: SimRequest, now: number): Account | undefined {
    const entry = this.#live.get(headers.authorization?.replace(/^Bearer /, '') ?? '');
    return entry !== undefined && entry.until > now ? entry.account : undefined;
  }
}

export function json(status: number, body: unknown): Reply {
  return { status, contentType: 'application/json;charset=UTF-8', body: JSON.stringify(body) };
}
