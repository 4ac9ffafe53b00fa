export type { Dispatcher, ProbeResult } from './contract.ts';
export { createDispatcher, type DispatcherDeps } from './dispatcher.ts';
export { type DispatchFaultCode, dispatchFaultRows } from './fault-rows.ts';
