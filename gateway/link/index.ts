export { type Clock, realClock } from './clock.ts';
export * from './contract.ts';
export { type AttemptReport, createLink, type LinkOptions } from './link.ts';
export { createSharedQuota, type SharedQuota } from './quota.ts';
export { type LinkRuntime, profileInForce } from './runtime.ts';
export { linkFaultRows } from './transport-faults.ts';
