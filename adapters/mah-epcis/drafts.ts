import type { RecognisedLine } from '../../mappings/model/index.ts';
import { type DeliveryInput, type IdContext, RequestError } from '../contract/index.ts';
import { dialectOf } from './dialect.ts';
import { type Names, namesOf } from './names.ts';
import type { Why } from './why.ts';

export interface Quantity {
  readonly epcClass: string;
  /** A decimal as text, above zero. */
  readonly quantity: string;
}

/** What one EPCIS event is about. */
export interface Draft {
  /** What tells it from the other events of the document; the event id is made of it. */
  readonly name: string;
  readonly epcs: readonly string[];
  readonly quantities: readonly Quantity[];
  readonly parent?: string;
  readonly lot?: string;
  readonly expiresOn?: string;
}

/**
 * Divides a delivery into EPCIS events, in the order of its lines: one for the document, one for each line (`eventPer`), or for an
 * AggregationEvent one for each parent pack.
 * @throws RequestError when nothing can be reported, or a code of a pack event lies in no pack.
 */
export function draftsOf({ event }: DeliveryInput, type: Why['type'], context: IdContext): readonly Draft[] {
  const names = namesOf(context);
  const drafts =
    type === 'AggregationEvent'
      ? packs(event.lines, names)
      : dialectOf(context.profile).eventPer === 'line'
        ? event.lines.map((line, index) => ({ ...object([line], names), name: `line-${index + 1}`, ...lotOf(line) }))
        : [{ ...object(event.lines, names), name: 'document' }];
  const filled = drafts.filter(({ epcs, quantities }) => epcs.length > 0 || quantities.length > 0);
  if (filled.length === 0)
    throw new RequestError('NO_CODE_FOR_PLATFORM', 'no line carries a trace code, or a product code with a quantity');
  return filled;
}

function object(lines: readonly RecognisedLine[], names: Names): Pick<Draft, 'epcs' | 'quantities'> {
  const epcs = new Set(lines.flatMap(({ codes }) => codes.map(({ value }) => names.object(value))));
  return { epcs: [...epcs], quantities: lines.flatMap((line) => quantityOf(line, names)) };
}

/** Lines without codes go out as so many of a class; the sign is the kind's to say, and none of something is nothing to report. */
function quantityOf(line: RecognisedLine, names: Names): readonly Quantity[] {
  if (line.codes.length > 0) return [];
  const quantity = line.quantity.replace(/^-/, '');
  const epcClass = /[1-9]/.test(quantity) ? names.productClass(line) : undefined;
  return epcClass === undefined ? [] : [{ epcClass, quantity }];
}

function lotOf({ lot, expiresOn }: RecognisedLine): Pick<Draft, 'lot' | 'expiresOn'> {
  return { ...(lot !== undefined && { lot }), ...(expiresOn !== undefined && { expiresOn }) };
}

/** A code without a pack must be the outermost pack of others; it stands in the event as their parent. */
function packs(lines: readonly RecognisedLine[], names: Names): readonly Draft[] {
  const codes = lines.flatMap((line) => line.codes);
  const children = new Map<string, Set<string>>();
  for (const { value, parent } of codes) {
    if (parent === undefined) continue;
    const inside = children.get(parent) ?? new Set<string>();
    children.set(parent, inside.add(names.object(value)));
  }
  if (codes.some(({ value, parent }) => parent === undefined && !children.has(value)))
    throw new RequestError('PACK_WITHOUT_PARENT', 'a code lies in no pack and is none');
  return [...children].map(([parent, inside]) => ({
    name: parent,
    parent: names.object(parent),
    epcs: [...inside],
    quantities: [],
  }));
}
