import { chinaDateTime, MappingError } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { type CallContext, type MapInput, type NativeRequest, RequestError } from '../contract/index.ts';
import { messageId, regionalNumber } from './numbers.ts';
import { mappedSettings } from './settings.ts';
import { sealMessage } from './transports.ts';

/** One transaction: its national number, and the profile's operation that fills `input`. */
export interface Transaction {
  readonly infno: string;
  readonly operation: string;
  readonly event?: RecognisedEvent;
  readonly itemIds?: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly call?: Readonly<Record<string, string>>;
}

/**
 * @returns the request in the form of the region's transport; attemptIds.msgid is new at every try (V1.1.83 §1.3).
 * @throws RequestError NHSA_INPUT_REFUSED naming the field of the event that the platform would refuse; NHSA_KEY_MISSING.
 */
export function buildMessage(transaction: Transaction, context: CallContext): NativeRequest {
  const { operation, event, itemIds } = transaction;
  const number = regionalNumber(transaction.infno, context.profile);
  const msgid = messageId(context);
  const call = {
    ...mappedSettings(context),
    ...transaction.call,
    infno: number,
    msgid,
    infTime: chinaDateTime(context.now),
    ...(context.session?.values.sign_no !== undefined && { signNo: context.session.values.sign_no }),
  };
  const input: MapInput = {
    institution: context.institution,
    ids: {},
    call,
    ...(event && { event }),
    ...(itemIds && { itemIds }),
  };
  const envelope = mapped(context, 'envelope', input);
  const content = mapped(context, operation, input);
  const rows = context.profile.constants.rowForm === 'single' ? unlisted(content) : content;
  return sealMessage({ number, msgid, envelope, input: rows }, context);
}

/** 单行 nodes (3505, 3506) are one object where their A variants are a list (V1.1.83 §1.4); such a region takes one row at a time. */
function unlisted(content: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).map(([node, value]) => [
      node,
      Array.isArray(value) && value.length === 1 ? value[0] : value,
    ]),
  );
}

function mapped({ profile }: CallContext, operation: string, input: MapInput): Record<string, unknown> {
  try {
    return profile.map(operation, input);
  } catch (error) {
    if (error instanceof MappingError) throw new RequestError('NHSA_INPUT_REFUSED', error.message, { cause: error });
    throw error;
  }
}
