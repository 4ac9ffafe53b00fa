import type { SimRequest } from '../../sim-kit/index.ts';
import type { Envelope } from './envelope.ts';
import { servicePath, tokenPath } from './oauth.ts';
import type { NhsaSettings } from './settings.ts';
import { transactions } from './transactions.ts';

/** Paths of functions as 河北 publishes them; what has none of its own goes to the one service of the baseline. */
const functions: Readonly<Record<string, string>> = {
  '/fsi/api/signInSignOutService/signIn': '9001',
  '/fsi/api/goodsService/goodsUpload': '3501',
  '/fsi/api/goodsService/goodsUpdate': '3502',
  '/fsi/api/goodsService/goodsBuy': '3503',
  '/fsi/api/goodsService/goodsBuyReturn': '3504',
  '/fsi/api/goodsService/goodsSell': '3505',
  '/fsi/api/goodsService/goodsSellReturn': '3506',
  '/fsi/api/goodsService/goodsInfoDelete': '3507',
};
const oneService = '/fsi/api/rsfComIfsService/callService';

/** @returns the paths below the endpoint that are served. */
export function subPathsOf({ paths, transport }: NhsaSettings): readonly string[] {
  if (transport === 'oauth') return [tokenPath, servicePath];
  if (paths === 'number') return Object.keys(transactions).map((number) => `/${number}`);
  return paths === 'function' ? [...Object.keys(functions), oneService] : [];
}

/** @returns the number that the path stands for: the message's own where one URL takes all; empty for a path that fits nothing. */
export function infnoOfPath({ url }: SimRequest, { infno }: Envelope, { paths, transport }: NhsaSettings): string {
  if (paths === 'one') return infno;
  const below = url.pathname.slice(`/hsa/${transport}`.length);
  if (paths === 'number') return below.slice(1);
  const named = functions[below];
  if (named !== undefined) return named;
  return below === oneService && !Object.values(functions).includes(infno) ? infno : '';
}
