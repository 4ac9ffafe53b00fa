import type { Db } from '../database.ts';
import { accept } from './accept.ts';
import { findKey, getInstitution, hasKeys, keys, ping, putInstitution, putKey, revokeKey } from './administration.ts';
import {
  catalogueRevision,
  findProducts,
  imports,
  productHistory,
  productsByKeys,
  putImport,
  putProducts,
  retireProducts,
} from './catalogue.ts';
import { claim } from './claim.ts';
import { endWait } from './end-wait.ts';
import { beginHold, beginUnhold, endHold, endingHolds, freeResting, holds, sweepHold } from './holds.ts';
import { claimKey, dropKey, finishKey } from './idempotency.ts';
import { markSending, release, renew } from './leases.ts';
import { assess, findings, lead, ledgerWork, movements, suspects } from './ledger.ts';
import { packRecords, relationsAround } from './pack-records.ts';
import { attempts, counts, findDeliveries, getDelivery, nextDueAt } from './read-deliveries.ts';
import { findEvents, getEvent } from './read-events.ts';
import { disputedRelations, putRelations, relationHistory, relationsOf } from './relations.ts';
import { requeue } from './requeue.ts';
import { settle } from './settle.ts';
import {
  adjustStock,
  findStock,
  getStock,
  keepVirtualCode,
  registerStock,
  stockCover,
  stockMovements,
  stockTotals,
  virtualCodes,
} from './uncoded-stock.ts';
import { withdraw } from './withdraw.ts';

/** What the writing thread can do. */
export const writes = {
  accept,
  claim,
  renew,
  release,
  markSending,
  settle,
  requeue,
  endWait,
  withdraw,
  lead,
  assess,
  beginHold,
  sweepHold,
  beginUnhold,
  freeResting,
  endHold,
  putInstitution,
  putKey,
  revokeKey,
  claimKey,
  finishKey,
  dropKey,
  ping,
  registerStock,
  adjustStock,
  keepVirtualCode,
  putProducts,
  retireProducts,
  putRelations,
  putImport,
};

/** What the reading thread can do. */
export const reads = {
  getEvent,
  findEvents,
  getDelivery,
  findDeliveries,
  attempts,
  nextDueAt,
  counts,
  holds,
  endingHolds,
  getInstitution,
  findKey,
  hasKeys,
  keys,
  getStock,
  findStock,
  stockMovements,
  stockTotals,
  stockCover,
  virtualCodes,
  movements,
  packRecords,
  relationsAround,
  suspects,
  ledgerWork,
  findings,
  productsByKeys,
  findProducts,
  productHistory,
  catalogueRevision,
  relationsOf,
  relationHistory,
  disputedRelations,
  imports,
};

type Tail<F> = F extends (db: Db, ...rest: infer R) => unknown ? R : never;
type Result<F> = F extends (...args: never[]) => infer R ? R : never;

/** Argument and result types of each operation of a set, without the connection. */
export type Arguments<Set, Name extends keyof Set> = Tail<Set[Name]>;
export type Results<Set, Name extends keyof Set> = Result<Set[Name]>;

/** One call as it crosses the thread boundary. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** @returns the call as a function of the connection. @throws RangeError for a name that is in neither set. */
export function bind(set: Readonly<Record<string, unknown>>, call: Call): (db: Db) => unknown {
  const operation = set[call.name];
  if (typeof operation !== 'function') throw new RangeError(`no such store operation: ${call.name}`);
  return (db) => operation(db, ...call.args);
}
