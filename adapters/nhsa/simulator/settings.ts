import { SettingsReader } from '../../sim-kit/index.ts';

export interface Account {
  readonly ak: string;
  readonly sk: string;
  /** fixmedins_code: one letter and 11 digits. */
  readonly code: string;
  readonly name: string;
}

export const dialects = ['national', 'hunan'] as const;
export type Dialect = (typeof dialects)[number];

export interface NhsaSettings {
  readonly dialect: Dialect;
  readonly accounts: readonly Account[];
  /** What a second upload of a known fixmedins_bchno does; the published interfaces leave it open. */
  readonly duplicates: 'reject' | 'overwrite' | 'double';
  /** Allowed difference of `_api_timestamp`; 30 minutes in 湖南省接口规范 V1.1.27 §4.5. */
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

const demoAccounts: readonly Account[] = [
  { ak: 'ak-demo-hn-001', sk: 'sk-demo-hn-001', code: 'P43010000001', name: '追溯通演示药店一' },
  { ak: 'ak-demo-hn-002', sk: 'sk-demo-hn-002', code: 'P43010000002', name: '追溯通演示药店二' },
];

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): NhsaSettings {
  const reader = new SettingsReader(settings, 'nhsa');
  const read: NhsaSettings = {
    dialect: reader.choice('dialect', dialects, 'hunan'),
    accounts: reader.list('accounts', demoAccounts, (item) => ({
      ak: item.text('ak'),
      sk: item.text('sk'),
      code: item.text('code'),
      name: item.text('name'),
    })),
    duplicates: reader.choice('duplicates', ['reject', 'overwrite', 'double'], 'reject'),
    skewMs: reader.count('skewMs', 30 * 60_000),
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
