import { SettingsReader } from '../../sim-kit/index.ts';

export interface Account {
  readonly name: string;
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

export interface EpcisSettings {
  readonly accounts: readonly Account[];
  /** For how long a capture job is running; its events can be queried afterwards. */
  readonly jobMs: number;
  /** `refuse`: a repeated eventID fails the job; `keep`: it is stored again, as the standard allows. */
  readonly repeats: 'refuse' | 'keep';
  /** Whose objects are taken, by the first digits of a Chinese code or by GTIN; both empty: anybody's. */
  readonly codePrefixes: readonly string[];
  readonly gtins: readonly string[];
  /** Events in one capture (GS1-EPCIS-Capture-Limit). */
  readonly captureLimit: number;
  /** Events on one page of an answer, whatever perPage asks. */
  readonly pageLimit: number;
  readonly requestsPerSecond: number;
}

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): EpcisSettings {
  const reader = new SettingsReader(settings, 'mah-epcis');
  const demo = ['1', '2'].map((n) => ({
    name: `demo-epcis-00${n}`,
    apiKey: `demo-epcis-key-${n}`,
    username: `demo-epcis-00${n}`,
    password: `demo-epcis-password-${n}`,
    token: `demo-epcis-token-${n}`,
  }));
  const read: EpcisSettings = {
    accounts: reader.list('accounts', demo, (item) => ({
      name: item.text('name'),
      apiKey: item.text('apiKey'),
      username: item.text('username'),
      password: item.text('password'),
      token: item.text('token'),
    })),
    jobMs: reader.count('jobMs', 0),
    repeats: reader.choice('repeats', ['refuse', 'keep'], 'refuse'),
    codePrefixes: reader.texts('codePrefixes', []),
    gtins: reader.texts('gtins', []),
    captureLimit: reader.count('captureLimit', 1000, 1),
    pageLimit: reader.count('pageLimit', 100, 1),
    requestsPerSecond: reader.count('requestsPerSecond', 1000, 1),
  };
  reader.done();
  return read;
}
