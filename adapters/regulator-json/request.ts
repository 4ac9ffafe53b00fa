import type { CallContext, DeliveryInput, RestRequest } from '../contract/index.ts';
import { chinaRfc3339 } from '../kit/china-time.ts';
import { randomUuid } from '../kit/name-uuid.ts';
import { dataDialect } from './dialect.ts';
import { withDigest } from './digest.ts';
import { withPackedData } from './envelope.ts';

/** A version 4 UUID is made of 16 random bytes (RFC 9562 §5.4). */
const UUID_BYTES = 16;

/**
 * A POST of the profile's message for an operation: its content packed, its digest added.
 * @param path appended to the link's endpoint
 * @throws RequestError when the institution has no secret and the profile needs one.
 */
export function regulatorRequest(
  operation: string,
  path: string,
  eventId: string,
  event: DeliveryInput['event'] | undefined,
  context: CallContext,
): RestRequest {
  const processId = randomUuid(context.randomHex(UUID_BYTES));
  const sentAt = chinaRfc3339(context.now);
  const message = context.profile.map(operation, {
    ...(event && { event }),
    institution: context.institution,
    ids: { eventId },
    call: { processId, sentAt },
  });
  const { headers, body } = withDigest(withPackedData(message, dataDialect(context.profile), eventId), context);
  return {
    protocol: 'rest',
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json;charset=utf-8', accept: 'application/json', ...headers },
    body,
    attemptIds: { processId, sentAt },
  };
}
