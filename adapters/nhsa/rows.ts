import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { type DeliveryInput, RequestError } from '../contract/index.ts';
import type { SentRow } from './row-results.ts';

/** The rows of a delivery that the platform is not yet known to hold. */
export interface OpenRows {
  readonly event: RecognisedEvent;
  readonly itemIds: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly rows: readonly SentRow[];
}

/** @throws RequestError when every row is settled already: a write without rows would be one more record to explain. */
export function openRows(input: DeliveryInput): OpenRows {
  const { event, ids, settledItems } = input;
  const open = ids.items.flatMap((item, index) => {
    const line = event.lines[index];
    return line === undefined || settledItems.includes(item.key) ? [] : [{ item, line }];
  });
  if (open.length === 0)
    throw new RequestError('NHSA_NOTHING_TO_SEND', 'the platform already holds every row of this delivery');
  return {
    event: { ...event, lines: open.map(({ line }) => line) },
    itemIds: open.map(({ item }) => item.ids),
    rows: open.map(({ item }) => ({ key: item.key, batchNumber: item.ids.fixmedins_bchno ?? '' })),
  };
}
