import type { StoredRelation } from '../../mappings/catalogue/index.ts';
import type { AcceptedPacks } from './contract.ts';

const levels = { small: 1, middle: 2, large: 3 } as const;

/** @returns what a pack event (大中小包装关联) says of its codes: in which larger pack each stands, at which level, of which lot. */
export function relationsIn({ id, tenant, acceptedAt, event }: AcceptedPacks): StoredRelation[] {
  return event.lines.flatMap(({ codes, lot }) =>
    codes
      .filter(({ parent, packLevel }) => parent !== undefined || packLevel !== undefined)
      .filter(({ identifies }) => identifies === undefined)
      .map((code): StoredRelation => {
        const batch = code.lot ?? lot;
        return {
          code: code.value,
          ...(code.parent === undefined ? {} : { parent: code.parent }),
          ...(code.packLevel === undefined ? {} : { level: levels[code.packLevel] }),
          ...(batch === undefined ? {} : { lot: batch }),
          origin: 'pack-event',
          tenant,
          importId: id,
          recordedAt: acceptedAt,
          disputed: false,
        };
      }),
  );
}
