import {
  type CallContext,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { chosen } from './choices.ts';
import { buildMessage } from './message.ts';
import { readReply } from './transports.ts';

const native = '9002';

/**
 * 签退: ends the session of 9001 before its day does (V1.1.83 §1.5). Nobody has to: a sign_no ends at midnight in China by itself, and
 * the next submission signs in again. For an institution that hands its terminal back, or whose keys are
 * withdrawn; a person asks for it as for a look-up.
 */
export const signOut: Operation = {
  id: 'sign-out',
  effect: 'read',
  resend: 'safe',
  title: { zh: '签退', en: 'Sign out' },
  native,
  lookup: {
    cacheMs: 0,
    answers: { zh: '签退完成;下次上传时自动重新签到', en: 'Signed out; the next submission signs in again' },
    params: { type: 'object', additionalProperties: false, properties: {} },
    example: {},
    endsSession: true,
    offeredBy: (profile, settings = {}) =>
      profile.operations.includes('sign-out') && chosen('signIn', { profile, settings }) === '9001',
  },
  buildRequest: (_, context) => {
    if (chosen('signIn', context) !== '9001')
      throw new RequestError('NHSA_NO_SIGN_OUT', 'this region knows no sign-in by 9001, so there is none to end');
    if (context.session?.values.sign_no === undefined)
      throw new RequestError('NHSA_NOT_SIGNED_IN', 'there is no sign-in to end');
    return buildMessage({ infno: native, operation: 'sign-out' }, context);
  },
  parseResponse: (response, context) => parse(response, context),
};

/** A session that has ended already is ended: the platform says so in the words of one that is missing (今天已签退). */
function parse(response: NativeResponse, context: CallContext): Outcome {
  const reply = readReply(response, { effect: 'read', context, input: undefined });
  if (reply.type === 'fault' && reply.fault.code !== 'NHSA_SIGN_IN_REQUIRED') return reply;
  return { type: 'ok', answer: { signedOut: true }, session: { values: {}, expiresAt: context.now } };
}
