import type { UncodedStockStore } from '../../policy/contract.ts';
import { readCursor, toPage } from '../cursor.ts';
import {
  adjustmentMovement,
  fromStockRow,
  fromTotalRow,
  readMovementCursor,
  stockConditions,
  storableClaims,
  toMovementPage,
  toStockRow,
} from '../uncoded-stock-row.ts';
import type { Lane } from './lane.ts';
import type { reads, writes } from './operations/index.ts';

/** The 无码库's part of the embedded store. */
export function uncodedStockOf(writer: Lane<typeof writes>, reader: Lane<typeof reads>): UncodedStockStore {
  return {
    async register(rows) {
      const registered = await writer.call('registerStock', rows.map(toStockRow));
      return registered.map(({ created, row }) => ({ created, row: fromStockRow(row) }));
    },
    async get(tenant, id) {
      const row = await reader.call('getStock', tenant, id);
      return row === undefined ? undefined : fromStockRow(row);
    },
    async find(query) {
      const { open, limit } = query;
      const before = readCursor(query.cursor);
      const filter = { conditions: stockConditions(query), open, before, limit: limit + 1 };
      return toPage((await reader.call('findStock', filter)).map(fromStockRow), limit);
    },
    async movements(tenant, id, { limit, cursor }) {
      const after = readMovementCursor(cursor);
      if ((await reader.call('getStock', tenant, id)) === undefined) return { items: [] };
      return toMovementPage(await reader.call('stockMovements', id, after, limit + 1), limit);
    },
    adjust: (adjustment) => writer.call('adjustStock', adjustment.tenant, adjustmentMovement(adjustment)),
    totals: async (tenant, institution, limit) =>
      (await reader.call('stockTotals', tenant, institution, limit)).map(fromTotalRow),
    cover: (tenant, institution, claims) => reader.call('stockCover', tenant, institution, storableClaims(claims)),
    keepCode: ({ id, institution }, code) => writer.call('keepVirtualCode', id, institution, code),
    codes: (id) => reader.call('virtualCodes', id),
  };
}
