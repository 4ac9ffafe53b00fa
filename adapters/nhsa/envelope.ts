import type { CallContext, NativeRequest } from '../contract/index.ts';
import { textSetting } from '../kit/settings.ts';
import { type Choice, chosen } from './choices.ts';
import { csbHeaders } from './csb.ts';
import { keyOf } from './secrets.ts';
import { apiVersion } from './settings.ts';
import { tifHeaders } from './tif.ts';
import type { Message } from './transport.ts';

/** What stands for a key that nobody has configured: the gateway refuses it, and that holds this one institution until it gets its own. */
const NO_KEY = 'not-configured';

type Headers = Readonly<Record<string, string>>;

/** The national envelope (V1.1.83 §1.1) as one POST; what stands before the platform wants headers of its own. */
export function sealEnvelope(message: Message, context: CallContext): NativeRequest {
  const { number, msgid, envelope, input } = message;
  return {
    protocol: 'rest',
    method: 'POST',
    path: pathOf(number, context),
    headers: {
      'content-type': textSetting(context.settings, 'contentType', 'application/json; charset=utf-8'),
      ...headersOf[chosen('transport', context)](number, context),
    },
    body: JSON.stringify({ ...envelope, input }),
    attemptIds: { msgid },
  };
}

const headersOf: Readonly<Record<Choice<'transport'>, (number: string, context: CallContext) => Headers>> = {
  csb: (number, context) =>
    csbHeaders({
      apiName: textSetting(context.settings, 'apiName', number),
      apiVersion: apiVersion(context),
      timestamp: context.now,
      keys: { accessKey: keyOf('ak', context) ?? NO_KEY, secretKey: keyOf('sk', context) ?? NO_KEY },
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
