import type { Bilingual } from '../../adapters/contract/index.ts';
import { chinaDate } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { type Movement, patientKinds } from '../ledger/contract.ts';
import { byCode, countsFor, isReturn, isSale, seenBy, undonePacks } from '../ledger/index.ts';
import type { Store } from '../store/contract.ts';

/** A code of the event that was sold before. */
export interface Repeat {
  /** Index into event.lines. */
  readonly line: number;
  /** Index into the line's codes. */
  readonly code: number;
  /**
   * It may be refused: the tenant itself tells of the sale before. Another tenant's word is told, and refuses nothing; nor do pieces after
   * pieces sold elsewhere, since an opened pack may have been passed on from one shop to the next.
   */
  readonly firm: boolean;
  /** The sale before: its document where it is the tenant's own, else only where and when. */
  readonly told: Bilingual;
}

/**
 * @returns the codes of a sale that were sold before it happened and not returned, however late it is told; none for other kinds.
 * Pieces (拆零) of one institution repeat nothing.
 * @throws StoreError
 */
export type FindRepeats = (tenant: string, event: RecognisedEvent) => Promise<readonly Repeat[]>;

const saleKinds: ReadonlySet<string> = new Set(['retail-sale', 'dispense']);

/**
 * One question to the store per sale, answered from the ledger's index: nothing, for packs that were never sold. Two sales of one pack
 * in the same moment may both pass; the assessment after acceptance finds them.
 */
export function createFindRepeats(store: {
  readonly ledger: Pick<Store['ledger'], 'movements'>;
  readonly getEvent: Store['getEvent'];
}): FindRepeats {
  /** @returns undefined for no repeat: the same event sent again, or a document that counts no longer since a moment ago. */
  async function toldOf(tenant: string, event: RecognisedEvent, sale: Movement): Promise<Bilingual | undefined> {
    const { occurredAt, province, eventId } = seenBy(tenant, sale);
    const day = chinaDate(occurredAt);
    if (eventId === undefined)
      return { zh: `${day}，${province}0000地区的一家机构`, en: `${day}, an institution in region ${province}0000` };
    const stored = await store.getEvent(tenant, eventId);
    const documentNo = stored?.documentNo ?? '';
    if (documentNo === event.documentNo && stored?.kind === event.kind && sale.institution === event.institution.code)
      return undefined;
    if (stored !== undefined && undonePacks(stored).has(sale.code)) return undefined;
    const text = [day, sale.institution, documentNo].filter((part) => part !== '');
    return { zh: text.join('，'), en: text.join(', ') };
  }

  return async (tenant, event) => {
    if (!saleKinds.has(event.kind)) return [];
    const packs = event.lines.flatMap(({ codes }, line) =>
      codes.flatMap(({ value, identifies }, code) => (identifies === undefined ? [{ line, code, value }] : [])),
    );
    if (packs.length === 0) return [];
    const values = packs.map(({ value }) => value);
    const at = Date.parse(event.occurredAt);
    const before = (await store.ledger.movements(values, patientKinds)).filter(
      (movement) => movement.occurredAt <= at && countsFor(tenant, movement),
    );
    const sold = byCode(before);
    const repeats: Repeat[] = [];
    for (const { line, code, value } of packs) {
      const split = event.lines[line]?.split === true;
      const rivals = openSales(sold.get(value) ?? []).filter((sale) => !isLawful(sale, split, event));
      const isFirm = (sale: Movement) => sale.tenant === tenant && !(split && sale.facts.split);
      for (const sale of firmFirst(rivals, isFirm, tenant)) {
        const told = await toldOf(tenant, event, sale);
        if (told === undefined) continue;
        repeats.push({ line, code, told, firm: isFirm(sale) });
        break;
      }
    }
    return repeats;
  };
}

/** @returns sales that no return undid; each return undoes the latest sale before it of its sort, whole or split. */
function openSales(movements: readonly Movement[]): readonly Movement[] {
  const open: Movement[] = [];
  for (const movement of movements) {
    if (isSale(movement)) open.push(movement);
    if (!isReturn(movement)) continue;
    const at = open.findLastIndex((sale) => sale.facts.split === movement.facts.split);
    if (at >= 0) open.splice(at, 1);
  }
  return open;
}

/** Many sales of one code are lawful where all are pieces and one institution has the pack. */
function isLawful(before: Movement, split: boolean, { institution }: RecognisedEvent): boolean {
  return split && before.facts.split === true && before.institution === institution.code;
}

/** @returns the latest first, before them the tenant's own, which say the most, and before all those that may block. */
function firmFirst(
  sales: readonly Movement[],
  isFirm: (sale: Movement) => boolean,
  tenant: string,
): readonly Movement[] {
  const weight = (sale: Movement) => (isFirm(sale) ? 2 : sale.tenant === tenant ? 1 : 0);
  return [...sales].reverse().sort((left, right) => weight(right) - weight(left));
}

/** @returns `<pointer>: SOLD_BEFORE (<when and where>)` */
export function repeatNote({ line, code, told }: Repeat): string {
  return `/lines/${line}/codes/${code}: SOLD_BEFORE (${told.zh})`;
}
