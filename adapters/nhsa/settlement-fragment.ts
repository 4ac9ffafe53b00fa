import { MappingError } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { type IdContext, RequestError, type SettlementFragment } from '../contract/index.ts';
import { mappedSettings } from './settings.ts';

/**
 * What the till puts into its own settlement: of a pharmacy 2102 with the codes and their counts, of a hospital 2207 or 2304, which
 * take the counts alone (V1.1.83 tables 83, 84, 88) but where a region has more. Codes belong to the row of the till's request with
 * the same `feedetl_sn`, which is the line's position in the event, from 1. A region whose settlement takes neither has no such
 * operation in its profile.
 * @throws RequestError NHSA_NOT_SETTLED for an event or region without such a settlement; NHSA_INPUT_REFUSED naming the field of the event
 */
export function settlementFragment(event: RecognisedEvent, context: IdContext): SettlementFragment {
  const { profile, institution } = context;
  const settled = settledAs(event);
  const operation = `settlement-fragment.${settled}`;
  if (!profile.operations.includes(operation)) {
    throw new RequestError(
      'NHSA_NOT_SETTLED',
      `settlements of ${event.kind} are not known to take codes in ${profile.title}`,
    );
  }
  try {
    const fragment = profile.map(operation, { event, institution, ids: {}, call: mappedSettings(context) });
    const places = Object.keys(fragment).map((key) => [key, profile.constants[`placement.${settled}.${key}`] ?? '']);
    return { fragment, placement: Object.fromEntries(places) };
  } catch (error) {
    if (error instanceof MappingError) throw new RequestError('NHSA_INPUT_REFUSED', error.message);
    throw error;
  }
}

function settledAs({ kind }: RecognisedEvent): 'retail' | 'dispense' {
  if (kind === 'retail-sale') return 'retail';
  if (kind === 'dispense') return 'dispense';
  throw new RequestError('NHSA_NOT_SETTLED', 'only a sale or what is dispensed is settled with codes');
}
