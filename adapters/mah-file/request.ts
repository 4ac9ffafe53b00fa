import {
  type CallContext,
  type DeliveryInput,
  type FileAction,
  type FileLogin,
  type FileRequest,
  RequestError,
  SetupError,
} from '../contract/index.ts';
import { hostKeysOf, institutionValue } from './settings.ts';

/** One action on the manufacturer's server, logged in as the institution. */
export function fileRequest(
  action: FileAction,
  context: CallContext,
  attemptIds?: Readonly<Record<string, string>>,
): FileRequest {
  const login = loginOf(context);
  return { protocol: 'file', action, login, hostKeys: hostKeysOf(context), ...(attemptIds && { attemptIds }) };
}

/** @returns the delivery. @throws RequestError without one */
export function requiredInput(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'this operation needs a delivery');
  return input;
}

function loginOf({ institution }: CallContext): FileLogin {
  const { username, password, privateKey, passphrase } = institution.credentials;
  const name = institutionValue(username, 'username', institution.code);
  if (!password && !privateKey)
    throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no password or privateKey`);
  return {
    username: name,
    ...(password && { password }),
    ...(privateKey && { privateKey }),
    ...(passphrase && { passphrase }),
  };
}
