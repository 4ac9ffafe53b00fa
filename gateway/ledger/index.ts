export type { CodeDelivery, CodeEntry, CodeHistory, Ledger } from './contract.ts';
export { createLedger } from './ledger.ts';
