import type { CallContext, NativeRequest, RestRequest } from '../contract/index.ts';
import { textSetting } from '../kit/settings.ts';
import { cainfoSignature } from './cainfo.ts';
import { type Choice, chosen } from './choices.ts';
import { csbHeaders } from './csb.ts';
import { writeFront } from './front.ts';
import { digitalEnvelope, encryptedInput } from './input-form.ts';
import { keyOf } from './secrets.ts';
import { apiVersion } from './settings.ts';
import { tifHeaders } from './tif.ts';
import type { Message } from './transport.ts';

/** What stands for a key that nobody has configured: the gateway refuses it, and that holds this one institution until it gets its own. */
const NO_KEY = 'not-configured';

/** As long as the UUID that the SDK uses. */
const CSB_NONCE_BYTES = 16;

type Headers = Readonly<Record<string, string>>;

/**
 * The national envelope (V1.1.83 §1.1) as one POST; what stands before the platform wants headers of its own. A signature is left to
 * the link: the request is complete with it.
 */
export function sealEnvelope(message: Message, context: CallContext): NativeRequest {
  const { number, msgid, envelope, input } = message;
  const form = chosen('inputForm', context);
  const inputText = JSON.stringify(input);
  const post = (message: Readonly<Record<string, unknown>>): RestRequest => {
    const { headers, body } = writeFront(message, context);
    return {
      protocol: 'rest',
      method: 'POST',
      path: pathOf(number, context),
      headers: { ...headers, ...headersOf[chosen('transport', context)](number, context) },
      body,
      attemptIds: { msgid },
    };
  };
  if (form === 'enc-data') {
    const signature = digitalEnvelope(input, context, (sealed) => post({ ...envelope, input: sealed }));
    return { ...post(envelope), signature };
  }
  const sealed = { ...envelope, input: form === 'sm4' ? encryptedInput(inputText, context) : input };
  const signature = cainfoSignature(envelope, inputText, context, (cainfo) => post({ ...sealed, cainfo }));
  return { ...post(sealed), ...(signature && { signature }) };
}

const headersOf: Readonly<Record<Choice<'transport'>, (number: string, context: CallContext) => Headers>> = {
  csb: (number, context) =>
    csbHeaders({
      apiName: textSetting(context.settings, 'apiName', number),
      apiVersion: apiVersion(context),
      timestamp: context.now,
      keys: { accessKey: keyOf('ak', context) ?? NO_KEY, secretKey: keyOf('sk', context) ?? NO_KEY },
      algorithm: chosen('csbAlgorithm', context),
      ...(chosen('csbNonce', context) === 'signed' && { nonce: context.randomHex(CSB_NONCE_BYTES) }),
    }),
  'x-tif': (_, context) =>
    tifHeaders({
      paasId: keyOf('paas_id', context) ?? NO_KEY,
      secret: keyOf('paas_secret', context) ?? NO_KEY,
      now: context.now,
      nonce: nonce(context),
      hexCase: chosen('tifHexCase', context),
    }),
  plain: (_, context) => staticKey(context),
  oauth: (_, { session }) => ({ authorization: `Bearer ${session?.values.token ?? NO_KEY}` }),
  beijing: () => ({}),
};

/** Up to 10 digits, as the clients of 广东 send it. */
function nonce({ randomHex }: CallContext): string {
  return String(Number(`0x${randomHex(4)}`));
}

/** Inner Mongolia wants a key in a header of its own; most plain platforms want none. */
function staticKey(context: CallContext): Headers {
  const { constants } = context.profile;
  const key = keyOf('api_key', context);
  const name = textSetting(context.settings, 'apiKeyHeader', constants.apiKeyHeader ?? '');
  if (name === '') return key === undefined ? {} : { apikey: key };
  return { [name]: key ?? NO_KEY };
}

/** `path.default` takes what has no path of its own. */
function pathOf(number: string, context: CallContext): string {
  const { constants } = context.profile;
  const paths = chosen('paths', context);
  if (paths === 'number') return `/${number}`;
  return paths === 'function' ? (constants[`path.${number}`] ?? constants['path.default'] ?? '') : '';
}
