import type { CallContext, NativeRequest, NativeResponse, Outcome } from '../contract/index.ts';
import { isObject, jsonObjectOf, textOf } from '../kit/json.ts';
import { textSetting } from '../kit/settings.ts';
import { faultOf, readRoot, unrecognised } from './reply.ts';
import { requiredKey } from './secrets.ts';

/** RFC 6749 §5.1 only recommends expires_in; half an hour is on the safe side of what such servers give. */
const DEFAULT_LIFETIME_S = 1800;
const LONGEST_LIFETIME_S = 86_400;

/** The token request of transport T5 (吉林): the client's Basic credentials, the user's name and password in a form (RFC 6749 §4.3). */
export function tokenRequest(context: CallContext): NativeRequest {
  const { constants } = context.profile;
  const form = new URLSearchParams({
    username: requiredKey('username', context),
    password: requiredKey('password', context),
    scope: textSetting(context.settings, 'oauthScope', constants.oauthScope ?? ''),
    grant_type: 'password',
  });
  const client = `${requiredKey('client_id', context)}:${requiredKey('client_secret', context)}`;
  return {
    protocol: 'rest',
    method: 'POST',
    path: constants['path.token'] ?? '/oauth/token',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(client, 'utf8').toString('base64')}`,
    },
    body: form.toString(),
  };
}

/** @returns a session with the token; a refusal refuses this institution, whatever the words. */
export function parseToken(response: NativeResponse, context: CallContext): Outcome {
  const at = { effect: 'read', context, input: undefined } as const;
  const refusal = jsonObjectOf(response.body);
  const error = refusal === undefined ? undefined : textOf(refusal.error);
  if (error !== undefined) {
    return faultOf({ code: 'token:refused', message: `${error} ${textOf(refusal?.error_description) ?? ''}` }, at);
  }
  const root = readRoot(response, at);
  if (root.type === 'fault') return root;
  const holder = isObject(root.value.data) ? root.value.data : root.value;
  const token = textOf(holder.access_token);
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) return unrecognised('no access_token', at);
  const seconds = Number(textOf(holder.expires_in) ?? DEFAULT_LIFETIME_S);
  const lifetimeS = seconds > 0 ? Math.min(seconds, LONGEST_LIFETIME_S) : DEFAULT_LIFETIME_S;
  return { type: 'ok', session: { values: { token }, expiresAt: context.now + lifetimeS * 1000 } };
}
