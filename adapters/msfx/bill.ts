import type { RecognisedCode } from '../../mappings/model/index.ts';
import { type CallContext, type DeliveryInput, type Profile, RequestError } from '../contract/index.ts';
import { isRemnant } from './bill-types.ts';

/** 码上放心 codes: 20 digits starting with 8; the platform filters anything else out before it looks (querycode, TOP API page). */
const TRACE_CODE = /^8\d{19}$/;

/** "系统不支持上传2年前单据" (FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR). */
const MAX_AGE_YEARS = 2;

/** "要求数量在3500个码以下" (uploadretail and uploadinoutbill, trace_codes); the SDK of 2025-12 says 10000 for some: a profile's limit. */
export const MAX_CODES = 3500;

/** 疫苗: "800个码以下" (uploadinoutbill of the vaccine packages; uploadretail says more, the smaller holds for 322). */
const MAX_VACCINE_CODES = 800;
const VACCINATION = '322';

/** @returns the most codes that one bill of the operation may carry. */
export function maxCodesOf(operation: string, profile: Profile): number {
  return profile.limits[operation]?.maxCodes ?? MAX_CODES;
}

/** @throws RequestError for a bill whose type takes fewer codes than its operation: the hub splits by operation. */
export function assertFewEnough(billType: string, codes: readonly string[]): void {
  if (billType !== VACCINATION || codes.length <= MAX_VACCINE_CODES) return;
  const message = `${codes.length} codes in one vaccination bill, at most ${MAX_VACCINE_CODES}; msfx/vaccination splits them`;
  throw new RequestError('TOO_MANY_CODES', message);
}

/** @returns the codes that the bill of a delivery carries, however many: none for 零头, which is reported as an amount. */
export function sentCodes(input: DeliveryInput, profile: Profile): readonly string[] {
  return isRemnant(input.event) ? [] : billCodes(input, profile, Number.POSITIVE_INFINITY);
}

/**
 * The trace codes of a delivery that this platform can know, in the order scanned.
 * Which kinds go is the profile's constant `codeKinds` (comma list).
 * @throws RequestError when none is left, one occurs twice or lies in a pack that stands there too, or there are more than `maxCodes`.
 */
export function billCodes(input: DeliveryInput, profile: Profile, maxCodes: number): readonly string[] {
  const known = knownCodes(input, profile);
  const codes = known.map((code) => code.value);
  if (codes.length === 0)
    throw new RequestError('NO_CODE_FOR_PLATFORM', 'no line carries a code that 码上放心 knows (20 digits, 8…)');
  if (codes.length > maxCodes)
    throw new RequestError('TOO_MANY_CODES', `${codes.length} codes in one bill, at most ${maxCodes}`);
  const repeated = firstRepeated(codes);
  if (repeated !== undefined) throw new RequestError('CODE_REPEATED', `code ${repeated} stands twice in the bill`);
  assertNoParents(known);
  return codes;
}

/** @returns the codes of the delivery's lines that the platform can know, in the order scanned; `codeKinds` says of which kinds. */
export function knownCodes(input: DeliveryInput, profile: Profile): readonly RecognisedCode[] {
  const kinds = new Set((profile.constants.codeKinds ?? 'drug-trace').split(',').map((kind) => kind.trim()));
  return input.event.lines
    .flatMap((line) => line.codes)
    .filter((code) => kinds.has(code.kind) && (code.kind !== 'drug-trace' || TRACE_CODE.test(code.value)));
}

/** @returns the first text that stands twice. */
export function firstRepeated(codes: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return codes.find((code) => seen.size === seen.add(code).size);
}

/** "不能同时上传有上下级关系的码": a pack stands for its contents, so one bill never has both. */
function assertNoParents(codes: readonly RecognisedCode[]): void {
  const values = new Set(codes.map(({ value }) => value));
  const child = codes.find(({ parent }) => parent !== undefined && values.has(parent));
  if (child === undefined) return;
  const message = `code ${child.value} stands in the bill beside the pack ${child.parent} that it lies in`;
  throw new RequestError('PARENT_WITH_CHILD', message);
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
