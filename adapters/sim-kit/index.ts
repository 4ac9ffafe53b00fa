export { chinaDate, chinaDateTime, chinaStamp, isDate, parseChinaDateTime } from './china-time.ts';
export type * from './contract.ts';
export { simFaults } from './contract.ts';
export { Ledger } from './ledger.ts';
export type { Call, Platform, Reply, SimRequest, Verdict } from './platform.ts';
export { utf8 } from './read-request.ts';
export { RequestRate } from './request-rate.ts';
export { SettingsReader, SimulatorSettingsError } from './settings.ts';
export { startSimulator } from './start.ts';
