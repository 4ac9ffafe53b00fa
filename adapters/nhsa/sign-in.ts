import { nextChinaMidnight } from '../../mappings/engine/index.ts';
import type { CallContext, NativeResponse, Operation, Outcome } from '../contract/index.ts';
import { isObject, textOf } from '../kit/json.ts';
import { chosen } from './choices.ts';
import { buildMessage } from './message.ts';
import { probe } from './probe.ts';
import { faultOf, objectsOf, unrecognised } from './reply.ts';
import { parseToken, tokenRequest } from './token.ts';
import { readReply } from './transports.ts';

const native = '9001';

/**
 * 签到: gives the sign_no that later envelopes carry. No lifetime is documented; vendors renew it each day, so it is kept until
 * midnight in China (V1.1.83 §1.5). Where a platform knows no sign-in, the day begins with a read all the same: keys that are
 * missing or wrong then hold the institution before its first submission, instead of refusing one delivery after the other.
 */
export const signIn: Operation = {
  id: 'sign-in',
  effect: 'read',
  resend: 'safe',
  title: { zh: '签到', en: 'Sign in' },
  native,
  buildRequest: (_, context) => {
    const way = chosen('signIn', context);
    // Also where a token comes first: a key that no transaction could do without is missed here, not by a delivery.
    const first = way === '9001' ? undefined : probe.buildRequest(undefined, context);
    if (way === 'token') return tokenRequest(context);
    if (first !== undefined) return first;
    return buildMessage({ infno: native, operation: 'sign-in' }, context);
  },
  parseResponse: (response, context) => parse(response, context),
};

function parse(response: NativeResponse, context: CallContext): Outcome {
  const way = chosen('signIn', context);
  if (way === 'token') return parseToken(response, context);
  const at = { effect: 'read', context, input: undefined } as const;
  const reply = readReply(response, at);
  if (reply.type === 'fault') {
    const { category, nativeMessage = '' } = reply.fault;
    // Refusing the sign-in refuses this institution, whatever the words: it is held, not one delivery after the other refused.
    return category === 'rejected' ? faultOf({ code: 'sign-in:refused', message: nativeMessage }, at) : reply;
  }
  if (way === 'none') return sessionOf({}, context);
  const [signed] = isObject(reply.output) ? (objectsOf(reply.output.signinoutb) ?? []) : [];
  const signNo = textOf(signed?.sign_no)?.trim();
  if (signNo === undefined || signNo === '') return unrecognised('no sign_no', at);
  return sessionOf({ sign_no: signNo }, context);
}

function sessionOf(values: Record<string, string>, { now }: CallContext): Outcome {
  return { type: 'ok', session: { values, expiresAt: nextChinaMidnight(now) } };
}
