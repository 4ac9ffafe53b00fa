import type { CatalogueStore } from '../../catalogue/contract.ts';
import { readCursor } from '../cursor.ts';
import { readKeyCursor, toKeyPage } from '../key-page.ts';
import { fromImportRow, fromProductRow, fromRelationRow, toImportRow } from '../product-row.ts';
import type { Lane } from './lane.ts';
import type { reads, writes } from './operations/index.ts';

/** The catalogue's part of the embedded store. @param till reads that a till waits for */
export function catalogueOf(
  writer: Lane<typeof writes>,
  reader: Lane<typeof reads>,
  till: Lane<typeof reads>,
): CatalogueStore {
  return {
    putProducts: (statements, options) => writer.call('putProducts', statements, options),
    retireProducts: (origin, importId, now) => writer.call('retireProducts', origin, importId, now),
    productsByKeys: async (keys) => (await till.call('productsByKeys', keys)).map(fromProductRow),
    async findProducts({ cursor, ...query }) {
      const after = readCursor(cursor);
      const rows = await reader.call('findProducts', {
        ...query,
        ...(after === undefined ? {} : { after }),
        limit: query.limit + 1,
      });
      return toKeyPage(rows.map(fromProductRow), query.limit, ({ id }) => id);
    },
    productHistory: async (key) => (await reader.call('productHistory', key)).map(fromProductRow),
    catalogueRevision: () => reader.call('catalogueRevision'),

    putRelations: (relations, options) => writer.call('putRelations', relations, options),
    relationsOf: async (codes) => (await till.call('relationsOf', codes)).map(fromRelationRow),
    relationHistory: async (code) => (await reader.call('relationHistory', code)).map(fromRelationRow),
    async disputedRelations({ cursor, limit }) {
      const rows = await reader.call('disputedRelations', readKeyCursor(cursor) ?? '', limit + 1);
      return toKeyPage(rows.map(fromRelationRow), limit, ({ code }) => code);
    },

    putImport: (record) => writer.call('putImport', toImportRow(record)),
    imports: async ({ origin, limit }) => (await reader.call('imports', origin ?? null, limit)).map(fromImportRow),
  };
}
