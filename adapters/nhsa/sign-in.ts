import { nextChinaMidnight } from '../../mappings/engine/index.ts';
import type { CallContext, NativeResponse, Operation, Outcome } from '../contract/index.ts';
import { isObject, textOf } from '../kit/json.ts';
import { buildMessage } from './message.ts';
import { faultOf, objectsOf, readReply, unrecognised } from './reply.ts';

const native = '9001';

/**
 * 签到: gives the sign_no that later envelopes carry. No lifetime is documented; vendors renew it each day, so it is kept until
 * midnight in China (V1.1.83 §1.5).
 */
export const signIn: Operation = {
  id: 'sign-in',
  effect: 'read',
  resend: 'safe',
  title: { zh: '签到', en: 'Sign in' },
  native,
  buildRequest: (_, context) => buildMessage({ infno: native, operation: 'sign-in' }, context),
  parseResponse: (response, context) => parse(response, context),
};

function parse(response: NativeResponse, context: CallContext): Outcome {
  const at = { effect: 'read', context, input: undefined } as const;
  const reply = readReply(response, at);
  if (reply.type === 'fault') {
    const { category, nativeMessage = '' } = reply.fault;
    // Refusing the sign-in refuses this institution, whatever the words: it is held, not one delivery after the other refused.
    return category === 'rejected' ? faultOf({ code: 'sign-in:refused', message: nativeMessage }, at) : reply;
  }
  const [signed] = isObject(reply.output) ? (objectsOf(reply.output.signinoutb) ?? []) : [];
  const signNo = textOf(signed?.sign_no)?.trim();
  if (signNo === undefined || signNo === '') return unrecognised('no sign_no', at);
  return { type: 'ok', session: { values: { sign_no: signNo }, expiresAt: nextChinaMidnight(context.now) } };
}
