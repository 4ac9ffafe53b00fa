import { isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import type { RecognisedCode } from '../../mappings/model/index.ts';
import type { Delivery, Store, StoredEvent } from '../store/contract.ts';
import { createFindings } from './findings.ts';
import type { CodeDelivery, CodeEntry, Ledger } from './history.ts';
import { createLives } from './pack-life.ts';
import { placeOf } from './place.ts';
import { seenBy } from './sight.ts';
import { recordsFor } from './weight.ts';

/** One pack has one finding per class. */
const maxFindings = 50;

/** The ledger keeps nothing of its own: the store's code rows are its movements and lead to the events. */
export function createLedger({ store }: { readonly store: Pick<Store, 'findEvents' | 'getEvent' | 'ledger'> }): Ledger {
  const findings = createFindings(store);

  /** What is known of the pack beyond the tenant's own documents. */
  async function sight(tenant: string, code: string) {
    const [records, found] = await Promise.all([
      store.ledger.packs([code]),
      findings.find({ tenant, code, limit: maxFindings }),
    ]);
    const life = createLives(recordsFor(tenant, records))(code);
    const place = placeOf(life);
    return {
      ...(place === undefined ? {} : { place: { place: place.place, since: seenBy(tenant, place.since) } }),
      movements: life.steps.map(({ movement }) => seenBy(tenant, movement)),
      findings: found.items,
    };
  }

  return {
    async history(tenant, text, page) {
      const code = recognise(text);
      if (isCodeProblem(code)) return undefined;
      // The normal form finds every scan of the pack; the raw text what was accepted before its form was known.
      for (const wanted of new Set([code.value, code.raw])) {
        const { items, cursor } = await store.findEvents({ ...page, tenant, code: wanted });
        if (items.length === 0) continue;
        const entries = items.map((event) => toEntry(event, code));
        return { code, ...(await sight(tenant, code.value)), entries, ...(cursor === undefined ? {} : { cursor }) };
      }
      // No document of the tenant names it; one may name the larger pack that it lay in.
      const seen = await sight(tenant, code.value);
      return seen.movements.some(({ own }) => own) ? { code, ...seen, entries: [] } : undefined;
    },
  };
}

function toEntry(stored: StoredEvent, code: RecognisedCode): CodeEntry {
  const { id: eventId, institution, kind, documentNo, occurredAt, acceptedAt, event, deliveries } = stored;
  const names = new Set([code.value, code.raw]);
  const carries = (lineCode: RecognisedCode) => names.has(lineCode.value) || names.has(lineCode.raw);
  const lines = event.lines.flatMap(({ codes }, index) => (codes.some(carries) ? [index] : []));
  for (const lineCode of lines.flatMap((index) => event.lines[index]?.codes ?? []).filter(carries)) {
    names.add(lineCode.value).add(lineCode.raw);
  }
  /** A part may carry a piece of the line only. */
  const carriesIn = ({ slices }: Delivery, line: number) => {
    const slice = slices?.find((piece) => piece.line === line);
    const codes = event.lines[line]?.codes ?? [];
    return (slice === undefined ? codes : codes.slice(slice.from, slice.to)).some(carries);
  };
  return {
    ...{ eventId, institution, kind, documentNo, occurredAt, acceptedAt, lines },
    split: lines.some((index) => event.lines[index]?.split === true),
    deliveries: deliveries
      .filter((delivery) => delivery.lines.some((line) => lines.includes(line) && carriesIn(delivery, line)))
      .map((delivery) => toDelivery(delivery, names)),
  };
}

/** @param names every spelling of the code in this event: a platform may answer with the one that it was sent */
function toDelivery(
  { id, link, state, receipt, codes, withdrawal, withdrawnBy, updatedAt }: Delivery,
  names: ReadonlySet<string>,
): CodeDelivery {
  const verdict = codes.find(({ code }) => names.has(code))?.verdict;
  return {
    ...{ id, link, state, updatedAt },
    ...(receipt === undefined ? {} : { receipt }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(withdrawal === undefined ? {} : { withdraws: withdrawal.of }),
    ...(withdrawnBy === undefined ? {} : { withdrawnBy }),
  };
}
