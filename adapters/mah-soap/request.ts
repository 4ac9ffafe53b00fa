import type { CallContext, DeliveryInput, SoapArgs, SoapRequest } from '../contract/index.ts';
import { serviceDialect } from './dialect.ts';
import { required, securityOf } from './security.ts';

/** 16 random bytes: enough that no two tries ever share a messageId. */
const MESSAGE_ID_BYTES = 16;

/** A call of the manufacturer's service with the message of a profile's table, authenticated for the institution. */
export function soapRequest(
  table: string,
  what: 'report' | 'query',
  ids: Readonly<Record<string, string>>,
  event: DeliveryInput['event'] | undefined,
  context: CallContext,
): SoapRequest {
  const { wsdl, version, reportOperation, queryOperation } = serviceDialect(context);
  const messageId = context.randomHex(MESSAGE_ID_BYTES);
  const message = context.profile.map(table, {
    ...(event && { event }),
    institution: context.institution,
    ids,
    call: { messageId, partnerCode: partnerCodeOf(context) },
  });
  const operation = what === 'report' ? reportOperation : queryOperation;
  const attemptIds = what === 'report' ? { attemptIds: { messageId } } : {};
  return { protocol: 'soap', wsdl, version, operation, args: soapArgs(message), ...securityOf(context), ...attemptIds };
}

/** @returns the institution's code at the manufacturer. @throws RequestError when the directory holds none. */
function partnerCodeOf({ institution }: CallContext): string {
  return required(institution.identity.partnerCode, 'partnerCode', institution.code);
}

/** The profile's message as SOAP arguments: text leaves only, checked here because a profile is data. */
function soapArgs(message: Readonly<Record<string, unknown>>): SoapArgs {
  const args: Record<string, string | SoapArgs | ReadonlyArray<string | SoapArgs>> = {};
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined || value === null) continue;
    args[name] = Array.isArray(value) ? value.map((item) => soapArg(name, item)) : soapArg(name, value);
  }
  return args;
}

function soapArg(name: string, value: unknown): string | SoapArgs {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return soapArgs({ ...value });
  throw new TypeError(`profile field ${name} is no text`);
}
