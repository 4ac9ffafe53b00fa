import type { Movement } from '../../gateway/ledger/contract.ts';
import { createLives, type PackLife } from '../../gateway/ledger/index.ts';
import type { StoredRelation } from '../../mappings/catalogue/index.ts';

export const hourMs = 3_600_000;
export const box = '81853860111704596503';
export const middle = '81853870111704596503';
export const outer = '81853880111704596503';

export type Moved = Partial<Movement> & Pick<Movement, 'kind'>;

/** Movements one hour apart, in the order given. */
export function story(...steps: readonly Moved[]): Movement[] {
  return steps.map((step, index) => ({
    code: box,
    eventId: `event-${String(index).padStart(3, '0')}`,
    tenant: 'chain-a',
    institution: 'P1',
    region: '430102',
    occurredAt: index * hourMs,
    facts: {},
    ...step,
  }));
}

/** One source's word that a pack lies in another one, from the first until the end where they are given. */
export function liesIn(code: string, parent: string, given: Partial<StoredRelation> = {}): StoredRelation {
  return { code, parent, origin: 'user', tenant: '', importId: 'i', recordedAt: 0, disputed: false, ...given };
}

export function lifeOf(
  code: string,
  movements: readonly Movement[],
  relations: readonly StoredRelation[] = [],
): PackLife {
  return createLives({ movements, relations })(code);
}
