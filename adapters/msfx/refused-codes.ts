import type { CallContext, CodeVerdict } from '../contract/index.ts';
import { type JsonObject, textOf } from '../kit/json.ts';

/** A refused code as one text, so that the list fits into the stored progress: code, error code, reason. */
export function packed(row: JsonObject): string {
  const reasons = [textOf(row.error_code_desc), textOf(row.process_status_reason_desc)];
  const message = [...new Set(reasons.filter((reason) => reason !== undefined && reason !== ''))].join(': ');
  const parts = [textOf(row.code) ?? '', textOf(row.error_code) ?? '', message];
  return parts.map((part) => part.replaceAll('\t', ' ')).join('\t');
}

/** @returns the verdict that packed() put into the progress. */
export function unpacked(text: string): CodeVerdict {
  const [code = '', nativeCode, message] = text.split('\t');
  return { code, verdict: 'refused', ...(nativeCode && { nativeCode }), ...(message && { message }) };
}

/** @returns the codes refused so far, as carried from page to page. */
export function packedSoFar(context: CallContext): readonly string[] {
  const refused = context.progress?.refused;
  return Array.isArray(refused) ? refused : [];
}

/** @returns the codes that the list of refused codes named. */
export function refusedCodes(context: CallContext): readonly CodeVerdict[] {
  return packedSoFar(context).map(unpacked);
}
