import { type CallContext, type DeliveryInput, type Profile, RequestError } from '../contract/index.ts';

/** 码上放心 codes: 20 digits starting with 8; the platform filters anything else out before it looks (querycode, TOP API page). */
const TRACE_CODE = /^8\d{19}$/;

/** "系统不支持上传2年前单据" (FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR). */
const MAX_AGE_YEARS = 2;

/** "要求数量在3500个码以下" (uploadretail and uploadinoutbill, trace_codes); the SDK of 2025-12 says 10000 for some: a profile's limit. */
export const MAX_CODES = 3500;

/** @returns the most codes that one bill of the operation may carry. */
export function maxCodesOf(operation: string, profile: Profile): number {
  return profile.limits[operation]?.maxCodes ?? MAX_CODES;
}

/**
 * The trace codes of a delivery that this platform can know, in the order scanned.
 * Which kinds go is the profile's constant `codeKinds` (comma list).
 * @throws RequestError when none is left, one occurs twice, or there are more than `maxCodes`: the platform refuses such bills.
 */
export function billCodes(input: DeliveryInput, profile: Profile, maxCodes: number): readonly string[] {
  const kinds = new Set((profile.constants.codeKinds ?? 'drug-trace').split(',').map((kind) => kind.trim()));
  const codes = input.event.lines
    .flatMap((line) => line.codes)
    .filter((code) => kinds.has(code.kind) && (code.kind !== 'drug-trace' || TRACE_CODE.test(code.value)))
    .map((code) => code.value);
  if (codes.length === 0)
    throw new RequestError('NO_CODE_FOR_PLATFORM', 'no line carries a code that 码上放心 knows (20 digits, 8…)');
  if (codes.length > maxCodes)
    throw new RequestError('TOO_MANY_CODES', `${codes.length} codes in one bill, at most ${maxCodes}`);
  const repeated = firstRepeated(codes);
  if (repeated !== undefined) throw new RequestError('CODE_REPEATED', `code ${repeated} stands twice in the bill`);
  return codes;
}

/** @returns 2 (特殊药品, codes starting with 89) or 3 (普通药品); the platform overwrites it with what it knows. */
export function physicType(codes: readonly string[]): string {
  return codes.every((code) => code.startsWith('89')) ? '2' : '3';
}

/** @throws RequestError for a bill that the platform would refuse for its age. */
export function assertYoungEnough(input: DeliveryInput, context: CallContext): void {
  const oldest = new Date(context.now);
  oldest.setUTCFullYear(oldest.getUTCFullYear() - MAX_AGE_YEARS);
  if (Date.parse(input.event.occurredAt) >= oldest.getTime()) return;
  throw new RequestError('BILL_TOO_OLD', `码上放心 takes no bill older than ${MAX_AGE_YEARS} years`);
}

function firstRepeated(codes: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return codes.find((code) => seen.size === seen.add(code).size);
}
