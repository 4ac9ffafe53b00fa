import { SettingsReader } from '../../sim-kit/index.ts';

export interface Partner {
  readonly partnerCode: string;
  readonly username: string;
  readonly password: string;
}

/** trace: mappings/mah/demo, UsernameToken. trace2: mappings/mah/trace2, X.509 signatures. */
export const styles = ['trace', 'trace2'] as const;

export const passwordTypes = ['PasswordDigest', 'PasswordText'] as const;
export type PasswordType = (typeof passwordTypes)[number];

export interface MahSettings {
  readonly style: (typeof styles)[number];
  readonly partners: readonly Partner[];
  /** Whose certificate (PEM) signs for which partner; trace2 only. */
  readonly certificates: ReadonlyArray<{ readonly partnerCode: string; readonly certificate: string }>;
  readonly passwordType: PasswordType;
  /** Allowed age and lead of the token's `Created`. */
  readonly skewMs: number;
  /** What this manufacturer's codes begin with. */
  readonly codePrefixes: readonly string[];
  /** Its products as 14-digit GTINs. */
  readonly gtins: readonly string[];
  /** For how long a new document is PENDING. */
  readonly pendingMs: number;
  /** Above it, requests are answered with 9001 (busy). */
  readonly requestsPerSecond: number;
}

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): MahSettings {
  const reader = new SettingsReader(settings, 'mah-soap');
  const demo = ['1', '2'].map((n) => ({
    partnerCode: `demo-pharmacy-00${n}`,
    username: `pos-00${n}`,
    password: `demo-mah-secret-${n}`,
  }));
  const read: MahSettings = {
    partners: reader.list('partners', demo, (item) => ({
      partnerCode: item.text('partnerCode'),
      username: item.text('username'),
      password: item.text('password'),
    })),
    style: reader.choice('style', styles, 'trace'),
    certificates: reader.list('certificates', [], (item) => ({
      partnerCode: item.text('partnerCode'),
      certificate: item.text('certificate'),
    })),
    passwordType: reader.choice('passwordType', passwordTypes, 'PasswordDigest'),
    skewMs: reader.count('skewMs', 5 * 60_000),
    codePrefixes: reader.texts('codePrefixes', ['8123456', '8765432']),
    gtins: reader.texts('gtins', ['06901234567892']),
    pendingMs: reader.count('pendingMs', 0),
    requestsPerSecond: reader.count('requestsPerSecond', 1000, 1),
  };
  reader.done();
  return read;
}
