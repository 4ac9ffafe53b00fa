import { type CallContext, type RestRequest, SetupError } from '../contract/index.ts';
import { digestText } from '../kit/digest.ts';
import { memberText, signingString, sortedMembers } from '../kit/signing-string.ts';
import { type AuthDialect, authDialect } from './dialect.ts';
import { timestampText } from './timestamp.ts';

/** 16 random bytes: enough that no two tries ever share a nonce. */
const NONCE_BYTES = 16;

type Message = Readonly<Record<string, unknown>>;

/**
 * A signed POST of a message. In the header form the body is signed as it goes out, byte for byte; in the body form key, timestamp
 * and nonce are members before the digest is made, and the digest is added last.
 * @param path appended to the link's endpoint
 * @throws RequestError when the directory holds no key or secret for the institution.
 */
export function signedRequest(path: string, message: Message, context: CallContext): RestRequest {
  const dialect = authDialect(context.profile);
  const key = credential('appKey', context);
  const secret = credential('appSecret', context);
  const nonce = context.randomHex(NONCE_BYTES);
  const timestamp = timestampText(context.now, dialect.timestampForm);
  const auth = { [dialect.keyName]: key, [dialect.timestampName]: timestamp, [dialect.nonceName]: nonce };
  const inBody = dialect.place === 'body';
  const signed: Message = inBody ? { ...message, ...auth } : message;
  const sign = signature(signed, { key, timestamp, nonce, secret }, dialect);
  const signMember = { [dialect.signName]: sign };
  return {
    protocol: 'rest',
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/json;charset=utf-8',
      accept: 'application/json',
      ...(!inBody && { ...auth, ...signMember }),
    },
    body: JSON.stringify(inBody ? { ...signed, ...signMember } : signed),
    attemptIds: { nonce, timestamp },
  };
}

function signature(
  message: Message,
  auth: { readonly key: string; readonly timestamp: string; readonly nonce: string; readonly secret: string },
  dialect: AuthDialect,
): string {
  const values = {
    key: () => auth.key,
    timestamp: () => auth.timestamp,
    nonce: () => auth.nonce,
    secret: () => auth.secret,
    body: () => JSON.stringify(message),
    sorted: () => sortedMembers(message, [dialect.signName]),
  };
  const field = (name: string) => memberText(message[name]);
  const text = signingString(dialect.signingString, dialect.signingSeparator, values, field);
  return digestText(text, dialect, auth.secret);
}

function credential(name: 'appKey' | 'appSecret', { institution }: CallContext): string {
  const value = institution.credentials[name];
  if (value !== undefined && value !== '') return value;
  throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no ${name} on this link`);
}
