import { chinaDateTimeCompact } from '../../mappings/engine/index.ts';
import { type CallContext, type IdContext, type Profile, RequestError } from '../contract/index.ts';

/** 产生方 in Beijing's MSG_NO: the hospital's side. */
const MADE_BY_HIS = '00';

/**
 * 发送方报文ID: institution (12) + yyyyMMddHHmmss in China (14) + sequence (4), unique per try (V1.1.83 §1.3).
 * Beijing: institution and campus (10) + who made it (2) + the same (北京 V1.28 MSG_NO).
 */
export function messageId(context: CallContext): string {
  const { now, sequence } = context;
  const head = isBeijing(context.profile) ? hospitalCode(context) + MADE_BY_HIS : institutionCode(context);
  return head + chinaDateTimeCompact(now) + String(sequence).padStart(4, '0');
}

/** @returns the region's number of a transaction, where it has renumbered it (constants `number.<national number>`). */
export function regionalNumber(infno: string, { constants }: Profile): string {
  return constants[`number.${infno}`] ?? infno;
}

export function institutionCode({ institution }: IdContext): string {
  return institution.identity.fixmedins_code ?? institution.code;
}

/** @throws RequestError NHSA_HOSP_CODE_MISSING */
export function hospitalCode({ institution }: IdContext): string {
  const code = institution.identity.hosp_code;
  if (code === undefined) throw new RequestError('NHSA_HOSP_CODE_MISSING', 'the institution has no hosp_code');
  return code;
}

export function isBeijing({ constants }: Profile): boolean {
  return constants.numberForm === 'beijing';
}
