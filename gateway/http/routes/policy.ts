import type { TraceEvent } from '../../../mappings/model/index.ts';
import { type Explanation, receipt } from '../../../mappings/policy/index.ts';
import { readDecisionNote } from '../../intake/index.ts';
import type { StoredEvent } from '../../store/contract.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import { type Language, say } from '../language.ts';
import type { PolicyExplanation, Receipt } from '../openapi.generated.ts';
import { bodyErrors, ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { given } from '../views/given.ts';

/** The rule that obliges a till to print the codes (mappings/policy/national.yaml). */
const receiptRule = 'receipt-shows-codes';

/** Why the policy speaks as it does, and what it wants printed. */
export function policyRoutes({ intake, store }: Pick<HttpServices, 'intake' | 'store'>): Routes {
  return {
    explainPolicy: {
      async handle({ caller, body, language }: ApiRequest<TraceEvent>) {
        const result = await intake.explain(caller.tenant, body);
        if (result.type === 'invalid') throw new ProblemError('BODY_INVALID', { errors: bodyErrors(result.errors) });
        const { explanations } = result;
        return { status: 200, body: { items: explanations.map((one) => explanationView(one, language)) } };
      },
    },
    eventReceipt: {
      async handle({ caller, params, query }: ApiRequest<unknown, { readonly columns: number }>) {
        const stored = await store.getEvent(caller.tenant, params.id ?? '');
        if (stored === undefined) throw new ProblemError('NOT_FOUND');
        const { lines, text } = receipt(stored.event, query.columns);
        const body: Receipt = {
          required: isRequired(stored),
          lines: lines.map((line) => ({ ...line, codes: [...line.codes] })),
          text: stored.settling?.state === 'abandoned' ? [] : [...text],
        };
        return { status: 200, body };
      },
    },
  };
}

/** Of a sale that did not happen nothing is printed. */
function isRequired({ notes, event, settling }: StoredEvent): boolean {
  if (settling?.state === 'abandoned') return false;
  return notes.some((note) => readDecisionNote(note, event.lines.length)?.rule === receiptRule);
}

function explanationView({ rule, decision, inForce, conditions }: Explanation, language: Language): PolicyExplanation {
  const { id, outcome, source, message, effectiveFrom, effectiveTo } = rule;
  return {
    rule: id,
    outcome,
    source: say(source, language),
    message: say(message, language),
    effectiveFrom,
    ...given({ effectiveTo }),
    inForce,
    applies: decision !== undefined,
    lines: [...(decision?.lines ?? [])],
    conditions: conditions.map(({ name, wanted, fits, lines }) => ({
      ...{ name, wanted, fits },
      ...given({ lines: lines === undefined ? undefined : [...lines] }),
    })),
  };
}
