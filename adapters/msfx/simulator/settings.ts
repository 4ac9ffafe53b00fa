import { SettingsReader } from '../../sim-kit/index.ts';

export interface App {
  readonly appKey: string;
  readonly secret: string;
}

export interface MsfxSettings {
  readonly apps: readonly App[];
  /** ref_ent_id of the enterprises bound to the apps. */
  readonly enterprises: readonly string[];
  /** From upload to the end of processing. */
  readonly processMs: number;
  /** Allowed difference of `timestamp`; 10 minutes in "API调用方法详解". */
  readonly skewMs: number;
  /** Calls per second of one app before code 7. The platform publishes none. */
  readonly callsPerSecond: number;
  /** Codes in one bill; 3500 in the description of uploadretail. */
  readonly maxCodes: number;
}

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): MsfxSettings {
  const reader = new SettingsReader(settings, 'msfx');
  const read: MsfxSettings = {
    apps: reader.list('apps', [{ appKey: '12345678', secret: 'demo-msfx-secret' }], (item) => ({
      appKey: item.text('appKey'),
      secret: item.text('secret'),
    })),
    enterprises: reader.texts('enterprises', ['demo-ref-ent-001', 'demo-ref-ent-002']),
    processMs: reader.count('processMs', 300),
    skewMs: reader.count('skewMs', 10 * 60_000),
    callsPerSecond: reader.count('callsPerSecond', 50, 1),
    maxCodes: reader.count('maxCodes', 3500, 1),
  };
  reader.done();
  return read;
}
