import { SettingsReader } from '../../sim-kit/index.ts';

export interface Account {
  /** Access key, x-tif-paasid, client id or application id. */
  readonly ak: string;
  /** Secret key, x-tif secret, static key, client secret, password, application secret, or the SM4 key of Beijing. */
  readonly sk: string;
  /** fixmedins_code: one letter and 11 digits. */
  readonly code: string;
  readonly name: string;
  /** Beijing's HOSP_CODE: institution (8) and campus (2). */
  readonly hospCode: string;
  /** Of the institution's signatures: Base64 of 04‖x‖y. */
  readonly sm2PublicKey: string;
}

export const dialects = ['national', 'hunan', 'beijing'] as const;
export type Dialect = (typeof dialects)[number];

/** What stands before the platform: the service bus of 湖南, an x-tif gateway, nothing at all, Beijing's own envelope. */
export const transports = ['csb', 'x-tif', 'plain', 'oauth', 'beijing'] as const;
export type Transport = (typeof transports)[number];

const bodyForms = ['json', 'xml', 'soap-json', 'soap-xml'] as const;

export interface NhsaSettings {
  readonly transport: Transport;
  /** Is the transaction's number the last part of the path, does each function have a path, or is there one URL? */
  readonly paths: 'one' | 'number' | 'function';
  /** The language of the front: JSON, an XML document, or a SOAP call with one argument of either. */
  readonly bodyForm: (typeof bodyForms)[number];
  readonly xmlRoot: string;
  /** Element of one row within a list node; empty: the node is repeated. */
  readonly xmlRow: string;
  readonly soapOperation: string;
  readonly soapArgument: string;
  /** Namespace of the operation. */
  readonly soapService: string;
  /** How the transaction stands under `input`, and what the signature in cainfo must cover. */
  readonly inputForm: 'object' | 'sm4' | 'enc-data';
  readonly cainfo: 'none' | 'header' | 'input';
  /** How a service bus wants its signature made, and whether it insists on an `_api_nonce`. */
  readonly csbAlgorithm: 'HmacSHA1' | 'HmacSHA256' | 'HmacMD5';
  readonly csbNonce: 'optional' | 'required';
  /** Header that a plain platform wants to hold the account's `sk`; empty: it wants none. */
  readonly apiKeyHeader: string;
  readonly dialect: Dialect;
  readonly accounts: readonly Account[];
  /** What a second upload of a known fixmedins_bchno does; the published interfaces leave it open. */
  readonly duplicates: 'reject' | 'overwrite' | 'double';
  /** Allowed difference of the signature's time: 30 minutes in 湖南省接口规范 V1.1.27 §4.5, 180 seconds seen at x-tif gateways. */
  readonly skewMs: number;
  /** HTTP status of the gateway's own refusals; the published text shows only their body. */
  readonly gatewayStatus: number;
  /** `infcode` is documented as a number and seen as a text. */
  readonly infcode: 'number' | 'text';
  readonly infver: readonly string[];
  readonly maxRows: number;
  /** Characters of `input`; nominally C40000. */
  readonly maxInputChars: number;
}

/** Public key of the sample pair in GB/T 32918.5 annex A: everybody knows its private key, so it proves nothing outside a sandbox. */
const sampleKey = 'BAn53zEeVCGhUN19Fh5LxcZyF5+tGDP8B2uwj/NW81AgzOpJDOJndaUtxupxjMGqYArtBfvzXghKZjL2By2prRM=';

const demoAccounts: readonly Account[] = ['1', '2'].map((n) => ({
  ak: `ak-demo-hn-00${n}`,
  sk: `sk-demo-hn-00${n}`,
  code: `P4301000000${n}`,
  name: n === '1' ? '追溯通演示药店一' : '追溯通演示药店二',
  hospCode: `430100000${n}`,
  sm2PublicKey: sampleKey,
}));

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): NhsaSettings {
  const reader = new SettingsReader(settings, 'nhsa');
  const transport = reader.choice('transport', transports, 'csb');
  const read: NhsaSettings = {
    transport,
    paths: reader.choice('paths', ['one', 'number', 'function'], 'one'),
    bodyForm: reader.choice('bodyForm', bodyForms, 'json'),
    xmlRoot: reader.text('xmlRoot', 'input'),
    xmlRow: reader.choice('xmlRow', ['', 'row'], ''),
    soapOperation: reader.text('soapOperation', 'callService'),
    soapArgument: reader.text('soapArgument', 'inJson'),
    soapService: reader.choice('soapService', ['', 'urn:demo:front'], ''),
    inputForm: reader.choice('inputForm', ['object', 'sm4', 'enc-data'], transport === 'oauth' ? 'sm4' : 'object'),
    cainfo: reader.choice('cainfo', ['none', 'header', 'input'], transport === 'oauth' ? 'input' : 'none'),
    csbAlgorithm: reader.choice('csbAlgorithm', ['HmacSHA1', 'HmacSHA256', 'HmacMD5'], 'HmacSHA1'),
    csbNonce: reader.choice('csbNonce', ['optional', 'required'], 'optional'),
    apiKeyHeader: reader.choice('apiKeyHeader', ['', 'apikey'], ''),
    dialect: reader.choice(
      'dialect',
      dialects,
      transport === 'csb' ? 'hunan' : transport === 'beijing' ? 'beijing' : 'national',
    ),
    accounts: reader.list('accounts', demoAccounts, (item) => ({
      ak: item.text('ak'),
      sk: item.text('sk'),
      code: item.text('code'),
      name: item.text('name'),
      hospCode: item.text('hospCode', '0000000000'),
      sm2PublicKey: item.text('sm2PublicKey', sampleKey),
    })),
    duplicates: reader.choice('duplicates', ['reject', 'overwrite', 'double'], 'reject'),
    skewMs: reader.count('skewMs', transport === 'x-tif' ? 180_000 : 30 * 60_000),
    gatewayStatus: reader.count('gatewayStatus', 200, 200),
    infcode: reader.choice('infcode', ['number', 'text'], 'number'),
    infver: reader.texts('infver', ['V1.0', '1.0.0']),
    // Beijing's figure (北京市医保信息系统医院端接口服务技术规范 V1.28); no other province publishes one.
    maxRows: reader.count('maxRows', 100, 1),
    maxInputChars: reader.count('maxInputChars', 40_000, 1),
  };
  reader.done();
  return read;
}
