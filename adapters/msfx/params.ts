import { MappingError } from '../../mappings/engine/index.ts';
import { type MapInput, type Profile, RequestError } from '../contract/index.ts';

/** TOP parameters are text; a profile's types guarantee it, this keeps the guarantee at the boundary. @throws TypeError */
export function textsOf(message: Readonly<Record<string, unknown>>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw new TypeError(`profile field ${name} is no text`);
    params[name] = value;
  }
  return params;
}

/** @returns the profile's message for an operation. @throws RequestError where the event cannot be put into it. */
export function mappedMessage(operation: string, input: MapInput, profile: Profile): Readonly<Record<string, unknown>> {
  try {
    return profile.map(operation, input);
  } catch (error) {
    if (error instanceof MappingError) throw new RequestError('MSFX_INPUT_REFUSED', error.message);
    throw error;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
