import type { RecognisedCode } from '../../mappings/model/index.ts';
import type { PackLife } from '../ledger/index.ts';
import type { Reason } from './contract.ts';
import { reason } from './reasons.ts';

/**
 * What one call says of itself: a document may hold no pack twice and no pack together with the larger one that it lies in
 * (码上放心 接口, 单据检查: 追溯码不得重复, 不得同时含有父码与子码).
 * @param codes of the call. @returns to be asked about each scan, in their order
 */
export function createCallJudge(codes: readonly RecognisedCode[]): (read: RecognisedCode, life: PackLife) => Reason[] {
  const called = new Set(codes.map(({ value }) => value));
  const seen = new Set<string>();
  return ({ value, identifies }, { around }) => {
    if (identifies !== undefined) return [];
    const found: Reason[] = [];
    if (seen.has(value))
      found.push(
        reason(
          'REPEATED_IN_CALL',
          'ask',
          '同一盒药在本次扫了不止一次，请确认每盒只扫一次。',
          'This pack was scanned more than once here. See that each pack is scanned once.',
        ),
      );
    seen.add(value);
    const parent = around.find((outer) => called.has(outer));
    if (parent !== undefined)
      found.push(
        reason(
          'PARENT_IN_CALL',
          'ask',
          `该药所在的大包装（${parent}）本次也扫了，请只保留其中一个。`,
          `The larger pack that it lies in (${parent}) was scanned here as well. Keep only one of the two.`,
        ),
      );
    return found;
  };
}
