import type { Bilingual } from '../../adapters/contract/index.ts';
import { chinaDate } from '../../mappings/engine/index.ts';
import type { SeenMovement } from '../ledger/index.ts';
import { type Reason, type Verdict, verdicts } from './contract.ts';

/** @returns a reason in words; what it says of a movement is no more than the caller may see. */
export function reason(code: Reason['code'], verdict: Verdict, zh: string, en: string, source?: Bilingual): Reason {
  return { code, verdict, message: { zh, en }, ...(source === undefined ? {} : { source }) };
}

/** @returns when and where, with the institution only where it is the caller's own. */
export function told({ occurredAt, institution, province }: SeenMovement): Bilingual {
  const day = chinaDate(occurredAt);
  return institution === undefined
    ? { zh: `${day}，${province}0000地区的一家机构`, en: `${day}, an institution in region ${province}0000` }
    : { zh: `${day}，${institution}`, en: `${day}, ${institution}` };
}

/** @returns the gravest first; those of one gravity in the order given. */
export function byGravity(reasons: readonly Reason[]): readonly Reason[] {
  return [...reasons].sort((left, right) => verdicts.indexOf(right.verdict) - verdicts.indexOf(left.verdict));
}
