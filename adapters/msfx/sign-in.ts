import { MappingError } from '../../mappings/engine/index.ts';
import {
  type CallContext,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { textOf } from '../kit/json.ts';
import { readAnswer } from './answer.ts';
import { alien } from './classify.ts';
import { refEntIdOf } from './enterprise.ts';
import { apiRequest } from './families.ts';
import { QUERY_PACE } from './pace.ts';
import { textsOf } from './params.ts';
import { readSettings } from './settings.ts';

const MINUTE_MS = 60_000;

/** getlicense: a token for the licence of the enterprise, which every further call of the family carries (wes). */
export const signIn: Operation = {
  id: 'sign-in',
  effect: 'read',
  resend: 'safe',
  title: { zh: '获取 license_token', en: 'Token for the licence of the enterprise' },
  native: 'getlicense',
  pace: QUERY_PACE,
  buildRequest: (_input, context) => apiRequest('licence', licenceMessage(context), context),
  parseResponse: parseLicence,
};

/** @throws RequestError when the directory has no licence for the institution. */
function licenceMessage(context: CallContext): Record<string, string> {
  const { institution, profile } = context;
  const call = { ref_user_id: refEntIdOf(institution), license: institution.credentials.license ?? '' };
  try {
    return textsOf(profile.map('sign-in', { institution, ids: {}, call }));
  } catch (error) {
    if (error instanceof MappingError) throw new RequestError('LICENCE_MISSING', error.message);
    throw error;
  }
}

function parseLicence(response: NativeResponse, context: CallContext): Outcome {
  const answer = readAnswer(response, 'licence', context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  const token = 'absent' in answer ? undefined : textOf(answer.result.license_token)?.trim();
  if (token === undefined || token === '') return { type: 'fault', fault: alien('no license_token') };
  const { licenceTokenMinutes } = readSettings(context.settings);
  const expiresAt = context.now + licenceTokenMinutes * MINUTE_MS;
  return { type: 'ok', session: { values: { license_token: token }, expiresAt } };
}
