import { chinaDateTime, chinaDateTimeCompact, MappingError } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { type CallContext, type MapInput, type NativeRequest, RequestError } from '../contract/index.ts';
import { textSetting } from '../kit/settings.ts';
import { csbHeaders } from './csb.ts';
import { apiVersion, keysOf, mappedSettings } from './settings.ts';

/** One transaction: its number, and the profile's operation that fills `input`. */
export interface Transaction {
  readonly infno: string;
  readonly operation: string;
  readonly event?: RecognisedEvent;
  readonly itemIds?: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly call?: Readonly<Record<string, string>>;
}

/**
 * @returns the signed POST with the envelope of V1.1.83 §1.1; attemptIds.msgid is new at every try (§1.3).
 * @throws RequestError NHSA_INPUT_REFUSED naming the field of the event that the platform would refuse.
 */
export function buildMessage(transaction: Transaction, context: CallContext): NativeRequest {
  const { infno, operation, event, itemIds } = transaction;
  const msgid = messageId(context);
  const call = {
    ...mappedSettings(context),
    ...transaction.call,
    infno,
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
  const body = { ...mapped(context, 'envelope', input), input: mapped(context, operation, input) };
  return {
    protocol: 'rest',
    method: 'POST',
    path: '',
    headers: {
      'content-type': textSetting(context.settings, 'contentType', 'application/json; charset=utf-8'),
      ...csbHeaders({
        apiName: textSetting(context.settings, 'apiName', infno),
        apiVersion: apiVersion(context),
        timestamp: context.now,
        keys: keysOf(context),
      }),
    },
    body: JSON.stringify(body),
    attemptIds: { msgid },
  };
}

/** 发送方报文ID: institution (12) + yyyyMMddHHmmss in China (14) + sequence (4), unique per try (§1.3). */
function messageId({ institution, now, sequence }: CallContext): string {
  const code = institution.identity.fixmedins_code ?? institution.code;
  return code + chinaDateTimeCompact(now) + String(sequence).padStart(4, '0');
}

function mapped({ profile }: CallContext, operation: string, input: MapInput): Record<string, unknown> {
  try {
    return profile.map(operation, input);
  } catch (error) {
    if (error instanceof MappingError) throw new RequestError('NHSA_INPUT_REFUSED', error.message);
    throw error;
  }
}
