import type { Region } from './nhsa-regions.ts';

const account = {
  ak: 'paas-demo-001',
  sk: 'secret-demo-0001',
  code: 'P43010000001',
  name: '追溯通演示药店一',
  hospCode: '1101010101',
};
const accounts = [account];

/** One region per transport and way of addressing it. */
export const regions: ReadonlyArray<readonly [string, Region]> = [
  [
    'x-tif, a path per number (广东)',
    {
      profile: 'nhsa/440000-guangdong',
      simulator: { transport: 'x-tif', paths: 'number', accounts },
      credentials: { paas_id: account.ak, paas_secret: account.sk },
    },
  ],
  [
    'x-tif, a path per function, one row per call (河北)',
    {
      profile: 'nhsa/130000-hebei',
      simulator: { transport: 'x-tif', paths: 'function', accounts },
      credentials: { paas_id: account.ak, paas_secret: account.sk },
    },
  ],
  [
    'plain with a static key (内蒙古)',
    {
      profile: 'nhsa/150000-inner-mongolia',
      simulator: { transport: 'plain', apiKeyHeader: 'apikey', accounts },
      credentials: { api_key: account.sk },
    },
  ],
  [
    'SM4 envelope in capitals (北京)',
    {
      profile: 'nhsa/110000-beijing',
      simulator: { transport: 'beijing', accounts },
      credentials: { sm4_key: account.sk },
      identity: { hosp_code: account.hospCode },
    },
  ],
];
