import { SettingsReader } from '../../sim-kit/index.ts';

export interface Account {
  readonly username: string;
  readonly password: string;
  readonly corpId: string;
}

/** How receipts and folders are shaped: `xml` as in profile demo, `csv` as in demo-csv. */
export const styles = ['xml', 'csv'] as const;
export type Style = (typeof styles)[number];

export interface DropSettings {
  readonly accounts: readonly Account[];
  /** The host key is made from it, so that its fingerprint is known beforehand. */
  readonly hostKeySeed: string;
  readonly style: Style;
  /** What this manufacturer's codes begin with, and its products as 14-digit GTINs. */
  readonly codePrefixes: readonly string[];
  readonly gtins: readonly string[];
  /** For how long a file stays in the inbox before it is imported. */
  readonly importAfterMs: number;
  /** For how long after that there is no receipt yet. */
  readonly receiptAfterMs: number;
  /** What one account's folders may hold. */
  readonly quotaBytes: number;
}

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): DropSettings {
  const reader = new SettingsReader(settings, 'mah-file');
  const demo = ['1', '2'].map((n) => ({
    username: `drop-00${n}`,
    password: `demo-drop-secret-${n}`,
    corpId: `DEMO-CORP-${n}`,
  }));
  const read: DropSettings = {
    accounts: reader.list('accounts', demo, (item) => ({
      username: item.text('username'),
      password: item.text('password'),
      corpId: item.text('corpId'),
    })),
    hostKeySeed: reader.text('hostKeySeed', 'tracehub-demo'),
    style: reader.choice('style', styles, 'xml'),
    codePrefixes: reader.texts('codePrefixes', ['8123456', '8765432']),
    gtins: reader.texts('gtins', ['06901234567892']),
    importAfterMs: reader.count('importAfterMs', 0),
    receiptAfterMs: reader.count('receiptAfterMs', 0),
    quotaBytes: reader.count('quotaBytes', 64 * 1024 * 1024, 1),
  };
  reader.done();
  return read;
}
