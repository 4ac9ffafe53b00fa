import type { Policy } from '../../../mappings/policy/index.ts';
import type { KeptDecision } from '../../intake/index.ts';
import { type Language, say } from '../language.ts';
import type { PolicyDecision } from '../openapi.generated.ts';

/** @returns the decision with the rule's source and wording, as long as the tables hold the rule. */
export function decisionView(
  { rule: id, outcome, lines }: KeptDecision,
  region: string,
  { policy, language }: { readonly policy: Pick<Policy, 'find'>; readonly language: Language },
): PolicyDecision {
  const kept = { rule: id, outcome, lines: [...lines] };
  const rule = policy.find(region, id);
  return rule === undefined ? kept : { ...kept, source: rule.source, message: say(rule.message, language) };
}
