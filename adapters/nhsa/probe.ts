import type { CallContext, NativeResponse, Operation, Outcome } from '../contract/index.ts';
import { buildMessage } from './message.ts';
import { readReply } from './transports.ts';

const native = '3513';

/** No row ever has this number: ours are 30 characters and begin with an institution's code. */
const IMPOSSIBLE_NUMBER = 'TRACEHUB-PROBE';

/** Asks for a row that cannot exist: infcode 0 proves gateway, keys, sign-in and platform, and changes nothing. */
export const probe: Operation = {
  id: 'probe',
  effect: 'read',
  resend: 'safe',
  title: { zh: '链路探测', en: 'Probe' },
  native,
  buildRequest: (_, context) =>
    buildMessage({ infno: native, operation: 'sale-enquiry', call: { fixmedins_bchno: IMPOSSIBLE_NUMBER } }, context),
  parseResponse: (response, context) => parse(response, context),
};

function parse(response: NativeResponse, context: CallContext): Outcome {
  const reply = readReply(response, { effect: 'read', context, input: undefined });
  return reply.type === 'fault' ? reply : { type: 'ok' };
}
