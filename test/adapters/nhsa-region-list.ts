import type { Region } from './nhsa-regions.ts';

const account = {
  ak: 'paas-demo-000001',
  sk: 'secret-demo-0001',
  code: 'P43010000001',
  name: '追溯通演示药店一',
  hospCode: '1101010101',
};
const accounts = [account];
/** The sample key of GB/T 32918.5 annex A. */
export const sampleKey = '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8';

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
  [
    'OAuth2, SM4 and SM2 (吉林)',
    {
      profile: 'nhsa/220000-jilin',
      simulator: { transport: 'oauth', accounts },
      credentials: {
        client_id: account.ak,
        client_secret: account.sk,
        username: account.code,
        password: account.sk,
        sm2_private_key: sampleKey,
      },
    },
  ],
  [
    'the baseline with a signed head',
    {
      profile: 'nhsa/national',
      simulator: { dialect: 'national', cainfo: 'header', accounts },
      credentials: { ak: account.ak, sk: account.sk, sm2_private_key: sampleKey },
      settings: { cainfo: 'header' },
    },
  ],
  [
    'encData and signData inside the plain envelope',
    {
      profile: 'nhsa/national',
      simulator: { transport: 'plain', inputForm: 'enc-data', accounts },
      credentials: { app_key: account.ak, app_secret: account.sk, sm2_private_key: sampleKey },
      settings: { transport: 'plain', inputForm: 'enc-data' },
    },
  ],
  [
    'an XML document (深圳)',
    {
      profile: 'nhsa/440300-shenzhen',
      simulator: { transport: 'plain', bodyForm: 'xml', apiKeyHeader: 'apikey', accounts },
      credentials: { api_key: account.sk },
      settings: { apiKeyHeader: 'apikey' },
    },
  ],
  [
    'a SOAP call with JSON as its argument',
    {
      profile: 'nhsa/national',
      simulator: {
        transport: 'plain',
        dialect: 'national',
        bodyForm: 'soap-json',
        soapOperation: 'UpGoodsInfo',
        soapService: 'urn:demo:front',
        apiKeyHeader: 'apikey',
        accounts,
      },
      credentials: { api_key: account.sk },
      settings: {
        transport: 'plain',
        bodyForm: 'soap-json',
        soapOperation: 'UpGoodsInfo',
        soapNamespace: 'urn:demo:front',
        apiKeyHeader: 'apikey',
      },
    },
  ],
  [
    'a SOAP call with XML of rows as its argument, behind x-tif',
    {
      profile: 'nhsa/440300-shenzhen',
      simulator: { transport: 'x-tif', bodyForm: 'soap-xml', xmlRow: 'row', soapArgument: 'inXml', accounts },
      credentials: { paas_id: account.ak, paas_secret: account.sk },
      settings: { transport: 'x-tif', bodyForm: 'soap-xml', xmlRow: 'row', soapArgument: 'inXml' },
    },
  ],
];
