import { SettingsReader } from '../../sim-kit/index.ts';

export interface Account {
  readonly uscId: string;
  /** app_id of the 协同平台 envelope. */
  readonly appId: string;
  readonly secret: string;
}

export const algorithms = [
  'SM3',
  'SHA-256',
  'SHA-1',
  'MD5',
  'HMAC-SM3',
  'HMAC-SHA-256',
  'HMAC-SHA-1',
  'HMAC-MD5',
] as const;

export const styles = ['shanxi', 'xtpt'] as const;

export interface RegulatorSettings {
  readonly style: (typeof styles)[number];
  /** What the archive of the xtpt style holds. */
  readonly file: 'json' | 'xml';
  readonly accounts: readonly Account[];
  readonly algorithm: (typeof algorithms)[number];
  readonly encoding: 'lower' | 'upper' | 'base64';
  /** Allowed difference of the sending time. */
  readonly skewMs: number;
  /** For how long a new event is PENDING. */
  readonly pendingMs: number;
}

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): RegulatorSettings {
  const reader = new SettingsReader(settings, 'regulator-json');
  const demo = ['1', '2'].map((n) => ({
    uscId: `91140100DEMK00000${n}`,
    appId: `demo-xt-00${n}`,
    secret: `demo-regulator-secret-${n}`,
  }));
  const read: RegulatorSettings = {
    style: reader.choice('style', styles, 'shanxi'),
    file: reader.choice('file', ['json', 'xml'], 'json'),
    accounts: reader.list('accounts', demo, (item) => ({
      uscId: item.text('uscId'),
      appId: item.text('appId'),
      secret: item.text('secret'),
    })),
    algorithm: reader.choice('algorithm', algorithms, 'SM3'),
    encoding: reader.choice('encoding', ['lower', 'upper', 'base64'], 'lower'),
    skewMs: reader.count('skewMs', 10 * 60_000),
    pendingMs: reader.count('pendingMs', 0),
  };
  reader.done();
  return read;
}
