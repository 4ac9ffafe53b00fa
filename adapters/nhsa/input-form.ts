import {
  type CallContext,
  type IdContext,
  type PendingSignature,
  RequestError,
  type RestRequest,
} from '../contract/index.ts';
import type { JsonValue } from '../kit/json.ts';
import { chosen } from './choices.ts';
import { applicationKey, decryptedData, encDataOf, encryptedData, signingText } from './digital-envelope.ts';
import { requiredKey } from './secrets.ts';
import { signatureText } from './sm2-form.ts';
import { signingKey } from './sm2-key.ts';
import { SM4_KEY_LENGTH, sm4Decrypt, sm4Encrypt } from './sm4.ts';

type Values = Readonly<Record<string, unknown>>;

/** 吉林: Base64 of the transaction under SM4, the key being the first 16 characters of the client id. */
export function encryptedInput(inputText: string, context: IdContext): string {
  return sm4Encrypt(clientKey(context), inputText).toString('base64');
}

/**
 * encData and signData in the place of the transaction (T6 inside the normal envelope).
 * @param withInput completes the request with the transaction's new form
 */
export function digitalEnvelope(
  input: Values,
  context: CallContext,
  withInput: (input: Values) => RestRequest,
): PendingSignature {
  const { appId, secret } = application(context);
  const head = { appid: appId, encType: 'SM4', signType: 'SM2' };
  const encData = encryptedData(applicationKey(appId, secret), input);
  return {
    algorithm: 'sm2',
    text: signingText({ ...head, data: input }, secret),
    privateKey: signingKey(context),
    complete: (signature) => withInput({ ...head, encData, signData: signatureText(signature, 'rs') }),
  };
}

/**
 * @param output as it stands in the reply, absent ones as null
 * @returns `text` to be read as JSON, `clear` where nothing is encrypted, or `sealed`: it does not open under our key
 */
export function openOutput(
  output: JsonValue,
  context: IdContext,
): { readonly clear: JsonValue } | { readonly text: string } | 'sealed' {
  const form = chosen('inputForm', context);
  if (form === 'object' || output === null || output === '') return { clear: output };
  const text = form === 'sm4' ? openedText(output, context) : openedData(output, context);
  return text === undefined ? 'sealed' : { text };
}

function openedText(output: JsonValue, context: IdContext): string | undefined {
  return typeof output === 'string' ? sm4Decrypt(clientKey(context), Buffer.from(output, 'base64')) : undefined;
}

function openedData(output: JsonValue, context: IdContext): string | undefined {
  const encData = encDataOf(output);
  const { appId, secret } = application(context);
  return encData === undefined ? undefined : decryptedData(applicationKey(appId, secret), encData);
}

function clientKey(context: IdContext): Buffer {
  return sixteen('client_id', requiredKey('client_id', context));
}

function application(context: IdContext): { readonly appId: string; readonly secret: string } {
  const appId = requiredKey('app_key', context);
  sixteen('app_key', appId);
  return { appId, secret: requiredKey('app_secret', context) };
}

function sixteen(name: string, text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8').subarray(0, SM4_KEY_LENGTH);
  if (bytes.length < SM4_KEY_LENGTH)
    throw new RequestError('NHSA_KEY_TOO_SHORT', `${name} has fewer than 16 characters`);
  return bytes;
}
