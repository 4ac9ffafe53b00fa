export type { Dispatcher, Question, ReadResult } from './contract.ts';
export { createDispatcher, type DispatcherDeps } from './dispatcher.ts';
export { type DispatchFaultCode, dispatchFaultRows } from './fault-rows.ts';
export { rehearse } from './rehearse.ts';
