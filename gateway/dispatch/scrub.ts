import type { Outcome } from '../../adapters/contract/index.ts';

/** Masks secrets and personal values in every text of the platform's that is stored or shown. */
export function scrubOutcome(outcome: Outcome, scrub: (text: string) => string): Outcome {
  const masked = <T extends { readonly message?: string }>(results: readonly T[] | undefined) =>
    results?.map((result) => (result.message === undefined ? result : { ...result, message: scrub(result.message) }));
  const items = masked(outcome.items);
  const codes = masked(outcome.codes);
  const results = { ...(items === undefined ? {} : { items }), ...(codes === undefined ? {} : { codes }) };
  if (outcome.type === 'accepted-pending') return { ...outcome, ...results, reason: scrub(outcome.reason) };
  if (outcome.type !== 'fault' || outcome.fault.nativeMessage === undefined) return { ...outcome, ...results };
  const nativeMessage = scrub(outcome.fault.nativeMessage);
  return { ...outcome, ...results, fault: { ...outcome.fault, nativeMessage } };
}
