import { fileURLToPath } from 'node:url';
import {
  type CallContext,
  RequestError,
  type SoapArgs,
  type SoapRequest,
  type UsernameToken,
} from '../contract/index.ts';
import { readSettings } from './settings.ts';

const WSDL = fileURLToPath(new URL('wsdl/manufacturer-trace.wsdl', import.meta.url));

/** WSS UsernameToken Profile 1.1 §3.1 recommends a random nonce; 16 bytes as in its examples. */
const NONCE_BYTES = 16;

/** A call of the manufacturer's service, authenticated for the institution. */
export function soapRequest(
  operation: 'Report' | 'Query',
  args: SoapArgs,
  context: CallContext,
  attemptIds?: Readonly<Record<string, string>>,
): SoapRequest {
  const security = usernameToken(context);
  return { protocol: 'soap', wsdl: WSDL, operation, args, security, ...(attemptIds && { attemptIds }) };
}

/** @returns the institution's code at the manufacturer. @throws RequestError when the directory holds none. */
export function partnerCodeOf(context: CallContext): string {
  return required(context.institution.identity.partnerCode, 'partnerCode', context);
}

function usernameToken(context: CallContext): UsernameToken {
  const { username, password } = context.institution.credentials;
  return {
    username: required(username, 'username', context),
    password: required(password, 'password', context),
    passwordType: readSettings(context.settings).passwordType,
    nonce: Buffer.from(context.randomHex(NONCE_BYTES), 'hex').toString('base64'),
    created: new Date(context.now).toISOString(),
  };
}

function required(value: string | undefined, name: string, context: CallContext): string {
  if (value !== undefined && value !== '') return value;
  throw new RequestError('IDENTITY_INCOMPLETE', `institution ${context.institution.code} has no ${name} on this link`);
}
