import type { Bilingual } from '../../adapters/contract/index.ts';
import { chinaDate } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { type Movement, patientKinds } from '../ledger/contract.ts';
import { byCode, isSale, seenBy, standingSales } from '../ledger/index.ts';
import type { Store } from '../store/contract.ts';

/** A code of the event that was sold before. */
export interface Repeat {
  /** Index into event.lines. */
  readonly line: number;
  /** Index into the line's codes. */
  readonly code: number;
  /** The sale before: its document where it is the tenant's own, else only where and when. */
  readonly told: Bilingual;
}

/** @returns the codes of a sale that were sold before and not returned; none for other kinds. @throws StoreError */
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
  /** The document of an own sale. The same event sent again repeats nothing. */
  async function toldOf(tenant: string, event: RecognisedEvent, sale: Movement): Promise<Bilingual | undefined> {
    const { occurredAt, province, eventId } = seenBy(tenant, sale);
    const day = chinaDate(occurredAt);
    if (eventId === undefined)
      return { zh: `${day}，${province}0000地区的一家机构`, en: `${day}, an institution in region ${province}0000` };
    const stored = await store.getEvent(tenant, eventId);
    const documentNo = stored?.documentNo ?? '';
    if (documentNo === event.documentNo && stored?.kind === event.kind && sale.institution === event.institution.code)
      return undefined;
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
    const sold = byCode(await store.ledger.movements(values, patientKinds));
    const repeats: Repeat[] = [];
    for (const { line, code, value } of packs) {
      const sale = saleBefore(sold.get(value) ?? [], event.lines[line]?.split === true);
      const told = sale && (await toldOf(tenant, event, sale));
      if (told !== undefined) repeats.push({ line, code, told });
    }
    return repeats;
  };
}

/** A whole sale that stands; of a pack to be sold whole also an earlier one in pieces. */
function saleBefore(movements: readonly Movement[], split: boolean): Movement | undefined {
  const whole = standingSales(movements).at(-1);
  return (
    whole ?? (split ? undefined : movements.findLast((movement) => isSale(movement) && movement.facts.split === true))
  );
}

/** @returns `<pointer>: SOLD_BEFORE (<when and where>)` */
export function repeatNote({ line, code, told }: Repeat): string {
  return `/lines/${line}/codes/${code}: SOLD_BEFORE (${told.zh})`;
}
