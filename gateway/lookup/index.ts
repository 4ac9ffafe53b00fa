export type { LookupAnswer, LookupDescription, LookupOrder, LookupService } from './contract.ts';
export { lookupFaultRows } from './fault-rows.ts';
export { createLookupService, type LookupServiceDeps } from './lookup-service.ts';
