import type { CallContext, NativeRequest, NativeResponse } from '../contract/index.ts';
import { readBeijing, sealBeijing } from './beijing.ts';
import { chosen } from './choices.ts';
import { sealEnvelope } from './envelope.ts';
import { type Reply, type ReplyContext, readEnvelope } from './reply.ts';
import type { Message } from './transport.ts';

/** Puts a mapped message into the form and under the keys of the region's transport. @throws RequestError NHSA_KEY_MISSING */
export function sealMessage(message: Message, context: CallContext): NativeRequest {
  return chosen('transport', context) === 'beijing' ? sealBeijing(message, context) : sealEnvelope(message, context);
}

/** Reads a reply in the form of the region's transport: the first level of success. */
export function readReply(response: NativeResponse, at: ReplyContext): Reply {
  return chosen('transport', at.context) === 'beijing' ? readBeijing(response, at) : readEnvelope(response, at);
}
