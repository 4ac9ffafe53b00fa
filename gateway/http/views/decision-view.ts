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
  const rule = policy.find(region, id);
  if (rule === undefined) return { rule: id, outcome, lines: [...lines] };
  const { source, message } = rule;
  // The table's own texts, not cut out of the note: replies of one-byte texts are written in half the time.
  return {
    rule: rule.id,
    outcome,
    lines: [...lines],
    source: say(source, language),
    message: say(message, language),
  };
}
