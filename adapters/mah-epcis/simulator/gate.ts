import type { SimRequest } from '../../sim-kit/index.ts';
import { Refusal } from './refusal.ts';
import type { Account, EpcisSettings } from './settings.ts';

/** @returns whose request it is: by X-API-Key, Basic or Bearer. @throws Refusal SecurityException */
export function admit({ headers }: SimRequest, { accounts }: EpcisSettings): Account {
  const found = accounts.find((account) => proves(account, headers));
  if (found === undefined) throw new Refusal('SecurityException', 401, 'not authorised');
  return found;
}

function proves(account: Account, headers: Readonly<Record<string, string>>): boolean {
  if (headers['x-api-key'] !== undefined) return headers['x-api-key'] === account.apiKey;
  const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
  if (/^bearer$/i.test(scheme)) return value === account.token;
  const pair = Buffer.from(`${account.username}:${account.password}`, 'utf8').toString('base64');
  return /^basic$/i.test(scheme) && value === pair;
}
