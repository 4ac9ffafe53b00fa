import type { LedgerStore } from '../../ledger/contract.ts';
import { storable, storablePacks } from '../code-rows.ts';
import { readCursor, toPage } from '../cursor.ts';
import {
  draftsOf,
  fromFindingRow,
  fromMovementCells,
  fromMovementRow,
  fromWorkRow,
  toFoundRows,
} from '../finding-row.ts';
import { fromRelationRow } from '../product-row.ts';
import type { Lane } from './lane.ts';
import type { reads, writes } from './operations/index.ts';

/** @param till reads that a till waits for: a thread of their own, so that no listing delays them */
export function ledgerOf(
  writer: Lane<typeof writes>,
  reader: Lane<typeof reads>,
  till: Lane<typeof reads>,
): LedgerStore {
  return {
    async movements(codes, kinds) {
      if (codes.length === 0) return [];
      const rows = await till.call('movements', codes.map(storable), kinds === undefined ? null : [...kinds]);
      return rows.map(fromMovementRow);
    },
    async packs(codes) {
      if (codes.length === 0) return { movements: [], relations: [] };
      const { movements, relations } = await till.call('packRecords', codes.map(storable));
      return { movements: movements.map(fromMovementCells), relations: relations.map(fromRelationRow) };
    },
    async relationsAround(codes) {
      if (codes.length === 0) return [];
      return (await till.call('relationsAround', codes.map(storable))).map(fromRelationRow);
    },
    suspects: (codes) => reader.call('suspects', codes.map(storable)),
    lead: (owner, now, until) => writer.call('lead', owner, now, until),
    work: async (limit) => (await reader.call('ledgerWork', limit)).map(fromWorkRow),
    async assess({ owner, now, seqs, undone, restored, packs }) {
      const opened = await writer.call('assess', {
        ...{ owner, now, seqs, undone: undone.map(storablePacks), restored: restored.map(storablePacks) },
        codes: packs.map(({ code }) => code),
        found: toFoundRows({ packs }),
      });
      return opened && draftsOf({ packs }, opened);
    },
    async findings({ cursor, code, ...query }) {
      const before = readCursor(cursor);
      const rows = await reader.call('findings', {
        ...query,
        ...(code === undefined ? {} : { code: storable(code) }),
        ...(before === undefined ? {} : { before }),
        limit: query.limit + 1,
      });
      return toPage(rows.map(fromFindingRow), query.limit);
    },
  };
}
