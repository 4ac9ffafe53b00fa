import { createPrivateKey } from 'node:crypto';
import {
  type CallContext,
  SetupError,
  type SoapRequest,
  type UsernameToken,
  type X509Signature,
} from '../contract/index.ts';
import { readSettings } from './settings.ts';

/** WSS UsernameToken Profile 1.1 §3.1 recommends a random nonce; 16 bytes as in its examples. */
const NONCE_BYTES = 16;
/** How long a signed message may be on its way; WS-Security leaves it open, five minutes are usual. */
const VALID_MS = 300_000;

/** The WS-Security header the link's settings ask for, with the institution's credentials; times and nonce of this try. */
export function securityOf(context: CallContext): Pick<SoapRequest, 'security' | 'signature'> {
  const { security } = readSettings(context.settings);
  return {
    ...(security !== 'x509' && { security: usernameToken(context) }),
    ...(security !== 'username-token' && { signature: signature(context) }),
  };
}

function usernameToken(context: CallContext): UsernameToken {
  return {
    username: credential('username', context),
    password: credential('password', context),
    passwordType: readSettings(context.settings).passwordType,
    nonce: Buffer.from(context.randomHex(NONCE_BYTES), 'hex').toString('base64'),
    created: new Date(context.now).toISOString(),
  };
}

function signature(context: CallContext): X509Signature {
  const privateKey = credential('privateKey', context);
  if (!isPrivateKey(privateKey))
    throw new SetupError(
      'SIGNING_KEY_UNREADABLE',
      `the privateKey of institution ${context.institution.code} is no PEM key`,
    );
  return {
    certificate: credential('certificate', context),
    privateKey,
    created: new Date(context.now).toISOString(),
    expires: new Date(context.now + VALID_MS).toISOString(),
  };
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

function credential(name: string, { institution }: CallContext): string {
  return required(institution.credentials[name], name, institution.code);
}

/** @throws RequestError when the directory holds no such value */
export function required(value: string | undefined, name: string, institution: string): string {
  if (value !== undefined && value !== '') return value;
  throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution} has no ${name} on this link`);
}
