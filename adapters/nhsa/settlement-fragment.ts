import { MappingError } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { type IdContext, RequestError } from '../contract/index.ts';
import { mappedSettings } from './settings.ts';

/** The profile's operation that fills the fragment; a region whose settlement takes none has no such operation. */
const OPERATION = 'settlement-fragment';

/**
 * What the till puts into its own 2102 (2207): code nodes and counters (V1.1.83 tables 83, 84, 88). Each node belongs to the row of
 * the till's request with the same `feedetl_sn`, which is the line's position in the event, from 1.
 * @throws RequestError NHSA_NOT_SETTLED for an event or region without such a settlement; NHSA_INPUT_REFUSED naming the field of the event
 */
export function settlementFragment(event: RecognisedEvent, context: IdContext): Readonly<Record<string, unknown>> {
  const { profile, institution } = context;
  if (event.kind !== 'retail-sale' && event.kind !== 'dispense') {
    throw new RequestError('NHSA_NOT_SETTLED', 'only a sale or what is dispensed is settled with codes');
  }
  if (!profile.operations.includes(OPERATION)) {
    throw new RequestError('NHSA_NOT_SETTLED', `no code nodes of a settlement are known of ${profile.title}`);
  }
  try {
    return profile.map(OPERATION, { event, institution, ids: {}, call: mappedSettings(context) });
  } catch (error) {
    if (error instanceof MappingError) throw new RequestError('NHSA_INPUT_REFUSED', error.message);
    throw error;
  }
}
