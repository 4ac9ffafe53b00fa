import { chinaRfc3339 } from '../../mappings/engine/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { decide, type Policy, type PolicyOutcome } from '../../mappings/policy/index.ts';
import type { Verdict, VerifyOrder } from './contract.ts';
import type { Sale } from './judge-pack.ts';

/** Whether a repeat blocks is a matter of the region; where nothing is published, a person looks at the pack. */
const verdictOf: Readonly<Record<PolicyOutcome, Verdict>> = {
  block: 'stop',
  warn: 'ask',
  note: 'report-only',
  exempt: 'sell',
};

/** @returns what the policy tables say of a pack that was sold before, where and when the sale is to be. */
export function repeatRule(policy: Pick<Policy, 'rulesFor'>, order: VerifyOrder, now: number): Sale['repeat'] {
  const line = {
    product: { localCode: '-', localName: '-' },
    quantity: '1',
    codes: [{ kind: 'opaque', raw: '-', value: '-' }],
  } as const;
  const event: RecognisedEvent = {
    kind: order.kind,
    institution: { code: order.institution, region: order.region },
    documentNo: '-',
    occurredAt: chinaRfc3339(now),
    lines: [line, line],
  };
  // The rules that tell a repeated line from one that is not.
  const decisions = decide(event, policy, { role: order.role, repeatedLines: new Set([0]) });
  const ofRepeats = decisions.filter(({ lines }) => lines.length === 1 && lines[0] === 0);
  const gravest =
    ofRepeats.find(({ outcome }) => outcome === 'block') ??
    ofRepeats.find(({ outcome }) => outcome === 'warn') ??
    ofRepeats[0];
  if (gravest === undefined) return { verdict: 'ask' };
  return { verdict: verdictOf[gravest.outcome], message: gravest.message, source: gravest.source };
}
