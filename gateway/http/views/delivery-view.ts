import type { BusinessIds, Fault } from '../../../adapters/contract/index.ts';
import type { Policy } from '../../../mappings/policy/index.ts';
import type { LinkRuntime } from '../../link/runtime.ts';
import type { Attempt as StoredAttempt, Delivery as StoredDelivery } from '../../store/contract.ts';
import type { ErrorCatalogue } from '../error-catalogue.ts';
import { type Language, say } from '../language.ts';
import type { Attempt, Delivery, DeliveryFault } from '../openapi.generated.ts';
import { given, instant, timeText } from './given.ts';

/** Who reads, and what explains faults and decisions to them. */
export interface Reader {
  readonly language: Language;
  readonly isOperator: boolean;
  /** A sale accepted before this time (epoch ms) should have been settled by now. */
  readonly overdueBefore: number;
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly errorCatalogue: ErrorCatalogue;
  readonly policy: Pick<Policy, 'find'>;
}

/** @returns the delivery as replies show it; nothing of the event's persons is in it. */
export function deliveryView(delivery: StoredDelivery, reader: Reader): Delivery {
  const { id, eventId, institution, kind, documentNo, link, operation, primary, state } = delivery;
  return {
    id,
    eventId,
    ...given({ tenant: reader.isOperator ? delivery.tenant : undefined }),
    institution,
    kind,
    documentNo,
    link,
    operation,
    primary,
    part: { index: delivery.part.index, count: delivery.part.count },
    lines: [...delivery.lines],
    ...given({ slices: delivery.slices?.map((slice) => ({ ...slice })) }),
    state,
    ...given({ reason: delivery.reason, nextAt: timeText(delivery.nextAt), receipt: delivery.receipt }),
    ...given({
      withdraws: delivery.withdrawal && { delivery: delivery.withdrawal.of, reason: delivery.withdrawal.reason },
      withdrawnBy: delivery.withdrawnBy,
    }),
    duplicate: delivery.duplicate,
    partial: delivery.partial,
    attempts: delivery.attempts,
    enquiries: delivery.enquiries,
    ...given({ ids: delivery.ids && idsView(delivery.ids) }),
    ...given({ fault: delivery.fault && deliveryFault(delivery.fault, delivery, reader) }),
    items: delivery.items.map(({ key, ok, receipt, nativeCode, message }) => ({
      key,
      ok,
      ...given({ receipt, nativeCode, message }),
    })),
    codes: delivery.codes.map(({ code, verdict, nativeCode, message }) => ({
      code,
      verdict,
      ...given({ nativeCode, message }),
    })),
    createdAt: instant(delivery.createdAt),
    updatedAt: instant(delivery.updatedAt),
  };
}

function idsView({ record, items }: BusinessIds): NonNullable<Delivery['ids']> {
  return { record: { ...record }, items: items.map(({ key, ids }) => ({ key, ids: { ...ids } })) };
}

function deliveryFault(fault: Fault, { link, operation, state }: StoredDelivery, reader: Reader): DeliveryFault {
  const adapter = reader.links.get(link)?.adapter;
  // A person must look at the platform: the operation knows where.
  const checkHint = state === 'unknown' || state === 'parked' ? adapter?.operations[operation]?.checkHint : undefined;
  const view = faultView(fault, adapter?.id ?? link, reader);
  const isUncertain = fault.category === 'unknown-outcome' || fault.category === 'contract-broken';
  return checkHint !== undefined && isUncertain ? { ...view, hint: say(checkHint, reader.language) } : view;
}

/** @param source id of the adapter whose wording explains the fault */
export function faultView(
  fault: Fault,
  source: string,
  { errorCatalogue, language }: Pick<Reader, 'errorCatalogue' | 'language'>,
): DeliveryFault {
  const { actor, message, hint } = errorCatalogue.explain(fault, source);
  return {
    category: fault.category,
    code: fault.code,
    actor,
    message: say(message, language),
    hint: say(hint, language),
    ...given({ nativeCode: fault.nativeCode, nativeMessage: fault.nativeMessage }),
  };
}

/** @returns the attempt; the scrubbed excerpt of the platform's reply is for operators only. */
export function attemptView(attempt: StoredAttempt, isOperator: boolean): Attempt {
  const { operation, effect, durationMs, sent, outcome, attemptIds } = attempt;
  const { category, code, nativeCode, nativeMessage, httpStatus } = attempt;
  return {
    operation,
    effect,
    startedAt: instant(attempt.startedAt),
    durationMs,
    sent,
    outcome,
    ...given({ category, code, nativeCode, nativeMessage, httpStatus }),
    attemptIds: { ...attemptIds },
    ...given({ excerpt: isOperator ? attempt.excerpt : undefined }),
  };
}
