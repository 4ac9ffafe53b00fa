import { type BusinessIds, type DeliveryInput, RequestError } from '../contract/index.ts';
import { partNumber } from '../kit/part-number.ts';
import { kinds } from './kinds.ts';

/**
 * Native ids of a report: the manufacturer takes one document per number and type, so the parts of a large event have numbers of their
 * own. Rows are the lines with a code, numbered by their place in the delivery, so that the numbers stay the same whatever is left out.
 * @throws RequestError when no line carries a code.
 */
export function documentIds(input: DeliveryInput): BusinessIds {
  const { event } = input;
  const items = event.lines.flatMap((line, index) => {
    const lineNo = String(index + 1);
    return line.codes.length > 0 ? [{ key: `line-${lineNo}`, ids: { lineNo } }] : [];
  });
  if (items.length === 0) throw new RequestError('NO_CODE_FOR_PLATFORM', 'no line carries a trace code');
  const found = kinds.find(({ kind }) => kind === event.kind);
  if (found === undefined) throw new RequestError('KIND_UNKNOWN', `no document type for ${event.kind}`);
  return { record: { documentNo: partNumber(input), documentType: found.documentType }, items };
}

/** @returns the number of each line, in line order, as the profile's `itemIds`. */
export function lineNumbers({ event }: DeliveryInput): ReadonlyArray<Readonly<Record<string, string>>> {
  return event.lines.map((_line, index) => ({ lineNo: String(index + 1) }));
}

/** @returns the stored ids. @throws RequestError when the delivery has none: dispatch must store them before it sends. */
export function storedDocument({ ids }: DeliveryInput): Readonly<Record<string, string>> {
  if (ids.record.documentNo && ids.record.documentType) return ids.record;
  throw new RequestError('BUSINESS_ID_MISSING', 'the delivery has no documentNo or documentType');
}
