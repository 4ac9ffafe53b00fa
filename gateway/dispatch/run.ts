import {
  type BusinessIds,
  type DeliveryInput,
  type InstitutionContext,
  type Outcome,
  RequestError,
  type Session,
} from '../../adapters/contract/index.ts';
import { withContents } from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';
import type { LinkResult } from '../link/contract.ts';
import { type LinkRuntime, packsOf, profileInForce } from '../link/runtime.ts';
import type { Attempt, ClaimedDelivery, Store } from '../store/contract.ts';
import type { Calls, PreparedCall } from './calls.ts';
import { type DispatchFaultCode, dispatchFault } from './fault-rows.ts';
import { mergedResults, settledItems } from './results.ts';
import type { Seat } from './seats.ts';

/** A delivery, claimed or not, with the event that it carries. */
export type DeliveryOfEvent = Omit<ClaimedDelivery, 'expired'>;

export interface RunDeps {
  readonly runtime: LinkRuntime;
  readonly store: Pick<Store, 'markSending'>;
  readonly calls: Calls;
  readonly clock: { now(): number };
  readonly owner: string;
  readonly leaseMs: number;
}

export interface RunOrder {
  readonly claimed: ClaimedDelivery;
  readonly work: 'submit' | 'enquire';
  /** Where to begin; a stored step goes before it. */
  readonly operation: string;
  readonly institution: InstitutionContext;
  readonly session?: Session;
  readonly seat: Pick<Seat, 'call'>;
}

/** What one run came to; undefined when the lease was lost before anything left. */
export type RunResult =
  | {
      readonly outcome: Outcome;
      readonly startedAt: number;
      readonly httpStatus?: number | undefined;
      readonly step?: ClaimedDelivery['step'];
      readonly attempt: Attempt;
      readonly ids: BusinessIds;
    }
  | undefined;

/** A stepped operation of one delivery (rows of an enquiry, pages of a list) ends by then; more is a loop. */
const maxSteps = 200;

/**
 * Runs one delivery's submission or enquiry: one request, or the requests of a stepped operation. Before a write leaves, the state
 * `sending` and the native ids it uses are durable, so that a crash never invents a second record.
 * @throws whatever the adapter throws while building: nothing of that request has been sent then.
 */
export async function run(order: RunOrder, deps: RunDeps): Promise<RunResult> {
  const { claimed, institution, session, seat } = order;
  const ids = businessIds(claimed, institution, deps.runtime);
  const startedAt = deps.clock.now();
  let operationId = claimed.step?.operation ?? order.operation;
  let progress = claimed.step?.progress;
  let known = claimed;
  let last: { readonly call: PreparedCall; readonly result: LinkResult } | undefined;

  function finish(outcome: Outcome, { call, result }: NonNullable<typeof last>): RunResult {
    return {
      outcome: { ...outcome, items: known.items, codes: known.codes },
      startedAt,
      httpStatus: result.httpStatus,
      step: progress === undefined ? undefined : { operation: operationId, progress },
      attempt: attemptOf(call, { ...result, outcome }, order.work),
      ids,
    };
  }

  for (let count = 1; count <= maxSteps; count += 1) {
    let call: PreparedCall;
    try {
      call = deps.calls.prepare(operationId, {
        institution,
        input: inputOf(known, ids, deps.runtime),
        session,
        progress,
      });
    } catch (error) {
      // Earlier steps may have been booked there: from now on only an enquiry tells.
      if (last !== undefined) return finish(brokenStep('STEP_NOT_BUILT', error), last);
      throw error;
    }
    if (call.operation.effect === 'write' && !(await mark(call, claimed, ids, deps))) return undefined;
    const result = await seat.call(() => call.execute());
    known = withResults(known, result.outcome);
    if (result.outcome.type !== 'continue') return finish(result.outcome, { call, result });
    last = { call, result };
    operationId = result.outcome.operation ?? operationId;
    progress = result.outcome.progress;
  }
  return last === undefined ? undefined : finish(brokenStep('TOO_MANY_STEPS'), last);
}

/** The code of a RequestError is ours; messages of other errors may quote the event. */
function brokenStep(code: DispatchFaultCode, error?: unknown): Outcome {
  return { type: 'fault', fault: dispatchFault(code, error instanceof RequestError ? error.code : undefined) };
}

/** Stored before the first send and the same at every try; computed from the delivery alone. */
export function businessIds(
  claimed: DeliveryOfEvent,
  institution: InstitutionContext,
  runtime: LinkRuntime,
): BusinessIds {
  if (claimed.ids !== undefined) return claimed.ids;
  const none: BusinessIds = { record: {}, items: [] };
  const operation = runtime.adapter.operations[claimed.operation];
  const { settings } = runtime.settings;
  const profile = profileInForce(runtime, Date.parse(claimed.event.occurredAt));
  return operation?.businessIds?.(inputOf(claimed, none, runtime), { institution, settings, profile }) ?? none;
}

export function inputOf(delivery: DeliveryOfEvent, ids: BusinessIds, runtime: LinkRuntime): DeliveryInput {
  const lines = delivery.lines.flatMap((index) => lineOf(delivery, index) ?? []);
  const profile = profileInForce(runtime, Date.parse(delivery.event.occurredAt));
  const opened = packsOf(runtime, profile, delivery.operation) === 'children' ? lines.map(withContents) : lines;
  // A withdrawal without one of its own refers by that of what it takes back.
  const receipt = delivery.receipt ?? delivery.withdrawal?.receipt;
  return {
    deliveryId: delivery.id,
    event: { ...delivery.event, lines: opened },
    part: delivery.part,
    ids,
    settledItems: settledItems(delivery.items),
    ...(delivery.firstSentAt === undefined ? {} : { firstSentAt: delivery.firstSentAt }),
    ...(receipt === undefined ? {} : { receipt }),
  };
}

/** The line, or the piece of it that this part carries. */
function lineOf({ event, slices }: DeliveryOfEvent, index: number): RecognisedLine | undefined {
  const line = event.lines[index];
  const slice = slices?.find((piece) => piece.line === index);
  return line === undefined || slice === undefined ? line : { ...line, codes: line.codes.slice(slice.from, slice.to) };
}

function withResults(known: ClaimedDelivery, outcome: Outcome): ClaimedDelivery {
  const { items = known.items, codes = known.codes } = mergedResults(known, outcome);
  return { ...known, items, codes };
}

function mark(call: PreparedCall, claimed: ClaimedDelivery, ids: BusinessIds, deps: RunDeps): Promise<boolean> {
  const now = deps.clock.now();
  return deps.store.markSending({
    id: claimed.id,
    owner: deps.owner,
    now,
    leaseUntil: now + deps.leaseMs,
    ids,
    operation: call.operation.id,
    attemptIds: call.request.attemptIds ?? {},
  });
}

/** A submission may end in a read (its status is asked in the same run); it counts as one attempt of the submission all the same. */
function attemptOf(call: PreparedCall, result: LinkResult, work: RunOrder['work']): Attempt {
  const { outcome, startedAt, durationMs, sent, httpStatus, excerpt } = result;
  const fault = outcome.type === 'fault' ? outcome.fault : undefined;
  return {
    operation: call.operation.id,
    effect: work === 'submit' ? 'write' : call.operation.effect,
    startedAt,
    durationMs,
    sent,
    outcome: outcome.type,
    attemptIds: call.request.attemptIds ?? {},
    ...(fault === undefined ? {} : { category: fault.category, code: fault.code }),
    ...(fault?.nativeCode === undefined ? {} : { nativeCode: fault.nativeCode }),
    ...(fault?.nativeMessage === undefined ? {} : { nativeMessage: fault.nativeMessage }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}
