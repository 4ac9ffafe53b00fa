import { SettingsReader } from '../../sim-kit/index.ts';

export interface App {
  readonly appKey: string;
  readonly secret: string;
}

export interface Party {
  readonly refEntId: string;
  readonly entId: string;
  readonly name: string;
}

export interface Case {
  readonly parent: string;
  readonly children: readonly string[];
}

const demoCases: readonly Case[] = [
  { parent: '81234570000000000001', children: ['81234560000000000001', '81234560000000000002'] },
];

export interface Licence {
  readonly refEntId: string;
  readonly license: string;
}

const demoParties: readonly Party[] = [
  { refEntId: 'demo-ref-ent-001', entId: 'demo-ent-id-001', name: '演示药店一' },
  { refEntId: 'demo-ref-ent-002', entId: 'demo-ent-id-002', name: '演示药店二' },
  { refEntId: 'demo-ref-ent-101', entId: 'demo-ent-id-101', name: '演示医院' },
  { refEntId: 'demo-ref-ent-102', entId: 'demo-ent-id-102', name: '演示医院分院' },
  { refEntId: 'demo-ref-ent-201', entId: 'demo-ent-id-201', name: '演示医药公司' },
  { refEntId: 'demo-ref-ent-301', entId: 'demo-ent-id-301', name: '演示药业' },
  { refEntId: 'demo-ref-ent-901', entId: 'demo-ent-id-901', name: '演示医药批发' },
];

export interface MsfxSettings {
  readonly apps: readonly App[];
  /** ref_ent_id of the enterprises bound to the apps. */
  readonly enterprises: readonly string[];
  /** Everybody the platform knows by both ids: the bound enterprises and their partners. */
  readonly parties: readonly Party[];
  /** What codes begin with that were applied for and never activated. */
  readonly inactivePrefixes: readonly string[];
  /** Cases whose contents are known. */
  readonly cases: readonly Case[];
  /** Who may ask for a license_token with what (wes). */
  readonly licences: readonly Licence[];
  /** How long a license_token is good. The platform publishes no lifetime. */
  readonly licenceTokenMs: number;
  /** From upload to the end of processing. */
  readonly processMs: number;
  /** Allowed difference of `timestamp`; 10 minutes in "API调用方法详解". */
  readonly skewMs: number;
  /** Calls per second of one app before code 7. The platform publishes none. */
  readonly callsPerSecond: number;
  /** Calls per day of one app, by the day in China; up to a million are told of. */
  readonly callsPerDay: number;
  /** Codes in one bill; 3500 in the description of uploadretail. */
  readonly maxCodes: number;
  /** Codes in one bill of 疫苗接种 (322); 800 in the vaccine packages' uploads. */
  readonly maxVaccineCodes: number;
}

/** @throws SimulatorSettingsError for settings that are unknown or of the wrong form. */
export function readSettings(settings: Readonly<Record<string, unknown>>): MsfxSettings {
  const reader = new SettingsReader(settings, 'msfx');
  const read: MsfxSettings = {
    apps: reader.list('apps', [{ appKey: '12345678', secret: 'demo-msfx-secret' }], (item) => ({
      appKey: item.text('appKey'),
      secret: item.text('secret'),
    })),
    enterprises: reader.texts('enterprises', [
      'demo-ref-ent-001',
      'demo-ref-ent-002',
      'demo-ref-ent-101',
      'demo-ref-ent-201',
      'demo-ref-ent-301',
    ]),
    parties: reader.list('parties', demoParties, (item) => ({
      refEntId: item.text('refEntId'),
      entId: item.text('entId'),
      name: item.text('name'),
    })),
    inactivePrefixes: reader.texts('inactivePrefixes', ['8000000']),
    cases: reader.list('cases', demoCases, (item) => ({
      parent: item.text('parent'),
      children: item.texts('children', []),
    })),
    licences: reader.list('licences', [{ refEntId: 'demo-ref-ent-201', license: 'demo-msfx-license' }], (item) => ({
      refEntId: item.text('refEntId'),
      license: item.text('license'),
    })),
    licenceTokenMs: reader.count('licenceTokenMs', 30 * 60_000),
    processMs: reader.count('processMs', 300),
    skewMs: reader.count('skewMs', 10 * 60_000),
    callsPerSecond: reader.count('callsPerSecond', 50, 1),
    callsPerDay: reader.count('callsPerDay', 1_000_000, 1),
    maxCodes: reader.count('maxCodes', 3500, 1),
    maxVaccineCodes: reader.count('maxVaccineCodes', 800, 1),
  };
  reader.done();
  return read;
}
