import { SettingsReader } from '../../sim-kit/index.ts';

export interface Partner {
  readonly partnerCode: string;
  readonly appKey: string;
  readonly appSecret: string;
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

export interface MahRestSettings {
  readonly partners: readonly Partner[];
  readonly algorithm: (typeof algorithms)[number];
  readonly encoding: 'lower' | 'upper' | 'base64';
  /** `header`: over the body's bytes; `body`: over the members sorted by name, with the secret behind. */
  readonly place: 'header' | 'body';
  readonly timestamps: 'milliseconds' | 'seconds' | 'china';
  /** JSON type of `code`. */
  readonly codes: 'text' | 'number';
  readonly skewMs: number;
  readonly codePrefixes: readonly string[];
  /** As 14 digits. */
  readonly gtins: readonly string[];
  /** For how long a new document is PENDING. */
  readonly pendingMs: number;
  /** Above it, requests are answered with 9001 (busy). */
  readonly requestsPerSecond: number;
}

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): MahRestSettings {
  const reader = new SettingsReader(settings, 'mah-rest');
  const demo = ['1', '2'].map((n) => ({
    partnerCode: `demo-pharmacy-00${n}`,
    appKey: `demo-app-00${n}`,
    appSecret: `demo-mah-rest-secret-${n}`,
  }));
  const read: MahRestSettings = {
    partners: reader.list('partners', demo, (item) => ({
      partnerCode: item.text('partnerCode'),
      appKey: item.text('appKey'),
      appSecret: item.text('appSecret'),
    })),
    algorithm: reader.choice('algorithm', algorithms, 'HMAC-SHA-256'),
    encoding: reader.choice('encoding', ['lower', 'upper', 'base64'], 'lower'),
    place: reader.choice('place', ['header', 'body'], 'header'),
    timestamps: reader.choice('timestamps', ['milliseconds', 'seconds', 'china'], 'milliseconds'),
    codes: reader.choice('codes', ['text', 'number'], 'text'),
    skewMs: reader.count('skewMs', 5 * 60_000),
    codePrefixes: reader.texts('codePrefixes', ['8123456', '8765432']),
    gtins: reader.texts('gtins', ['06901234567892']),
    pendingMs: reader.count('pendingMs', 0),
    requestsPerSecond: reader.count('requestsPerSecond', 1000, 1),
  };
  reader.done();
  return read;
}
