import { type Fault, RequestError, SetupError } from '../../adapters/contract/index.ts';
import { MappingError } from '../../mappings/engine/index.ts';
import type { Directory } from '../directory/contract.ts';
import type { Clock } from '../link/clock.ts';
import { profileInForce } from '../link/runtime.ts';
import type { Logger } from '../observe/contract.ts';
import { type Attempt, type ClaimedDelivery, type Store, StoreError } from '../store/contract.ts';
import { decide } from './decide.ts';
import { parkUnknown } from './decide-submit.ts';
import { type Decision, type Repeatability, type Situation, standing } from './decision.ts';
import { dispatchFault } from './fault-rows.ts';
import { decideInternal, internalAttempt } from './internal.ts';
import { nextWork, repeatability } from './next-work.ts';
import { type RunDeps, run } from './run.ts';
import type { Seat } from './seats.ts';
import type { Sessions } from './sessions.ts';

export interface ServeDeps extends RunDeps {
  readonly store: Pick<Store, 'markSending' | 'attempts'>;
  readonly directory: Pick<Directory, 'context'>;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** What to record of a claimed delivery; undefined: the lease is lost, another owner goes on with it. */
export type Served =
  | {
      readonly decision: Decision;
      readonly attempt?: Attempt | undefined;
      readonly ids?: ClaimedDelivery['ids'];
    }
  | undefined;

/** While the directory lacks what the link needs; completing it queues held work at once, this only covers the gap in between. */
const settingsRecheckMs = 5 * 60_000;

/**
 * Does what one claimed delivery needs next and decides what becomes of it.
 * @throws StoreError only: then nothing was recorded and the lease runs out.
 */
export async function serve(claimed: ClaimedDelivery, seat: Seat, deps: ServeDeps): Promise<Served> {
  const { adapter } = deps.runtime;
  const startedAt = deps.clock.now();
  let work: 'submit' | 'enquire' = claimed.state === 'queued' ? 'submit' : 'enquire';
  try {
    const profile = profileInForce(deps.runtime, Date.parse(claimed.event.occurredAt));
    const repeat = repeatability(adapter, profile, claimed);
    const next = nextWork(adapter, claimed, repeat, { profile, settings: deps.runtime.settings.settings });
    if (next.type === 'interrupted') return { decision: interrupted(claimed, repeat, startedAt, deps) };
    if (next.type === 'stuck') return { decision: { ...parkUnknown(repeat, claimed.fault), counts: false } };
    work = next.type;
    return await attempt(claimed, { type: next.type, operation: next.operation }, repeat, seat, deps);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return await failed(claimed, work, error, startedAt, deps);
  }
}

async function attempt(
  claimed: ClaimedDelivery,
  next: { readonly type: 'submit' | 'enquire'; readonly operation: string },
  repeat: Repeatability,
  seat: Seat,
  deps: ServeDeps,
): Promise<Served> {
  const { runtime, directory, sessions, clock } = deps;
  const startedAt = clock.now();
  const institution = await directory.context(claimed.tenant, claimed.institution, runtime.id);
  if ('missing' in institution) return { decision: settingsMissing(claimed, next.type, institution.missing, deps) };

  const situation = { ...repeat, delivery: claimed, work: next.type, startedAt, refreshable: false };
  const signedIn = await sessions.get(claimed.tenant, institution, seat);
  if (signedIn.type === 'failed') {
    const { fault, httpStatus } = signedIn;
    const step = claimed.step;
    const decision = settleOn({ ...situation, outcome: { type: 'fault', fault }, httpStatus, step }, deps);
    return { decision, attempt: signInAttempt(runtime.adapter.login ?? '', next.type, fault, startedAt) };
  }

  const { session } = signedIn;
  const order = { claimed, work: next.type, operation: next.operation, institution, seat };
  const result = await run({ ...order, ...(session === undefined ? {} : { session }) }, deps);
  if (result === undefined) return undefined;
  const { outcome, httpStatus, step } = result;
  const expired = outcome.type === 'fault' && outcome.fault.category === 'auth' ? session : undefined;
  if (expired !== undefined) sessions.drop(claimed.tenant, institution.code, expired);
  // The stored fault tells that the last run ended in the same way: one new sign-in is enough.
  const refreshable = expired !== undefined && claimed.fault?.category !== 'auth';
  const decision = settleOn(
    { ...situation, startedAt: result.startedAt, outcome, httpStatus, step, refreshable },
    deps,
  );
  return { decision, ids: result.ids, ...(decision.counts ? { attempt: result.attempt } : {}) };
}

function settleOn(situation: Omit<Situation, 'retryAt'>, { runtime, clock, random }: ServeDeps): Decision {
  const { retryAt } = runtime.link.capacity();
  return decide({ ...situation, retryAt }, runtime.settings, clock.now(), random());
}

/** The process died between the durable mark and the recorded outcome; the store has kept that try as an attempt. */
function interrupted(claimed: ClaimedDelivery, repeat: Repeatability, startedAt: number, deps: ServeDeps): Decision {
  const fault = dispatchFault('SENDING_INTERRUPTED');
  const outcome = { type: 'fault', fault } as const;
  const situation = { ...repeat, delivery: claimed, work: 'submit', outcome, startedAt, refreshable: false } as const;
  return { ...settleOn(situation, deps), counts: false };
}

function settingsMissing(
  claimed: ClaimedDelivery,
  work: 'submit' | 'enquire',
  missing: string,
  { clock }: ServeDeps,
): Decision {
  const state = standing(claimed, work);
  return { state, counts: false, reason: missing, nextAt: clock.now() + settingsRecheckMs };
}

/** Nothing was sent: the event cannot be put into a valid request, or our own code failed on it. */
async function failed(
  claimed: ClaimedDelivery,
  work: 'submit' | 'enquire',
  error: unknown,
  startedAt: number,
  deps: ServeDeps,
): Promise<Served> {
  const { runtime, clock, random, store, logger } = deps;
  const cause = scrubbedCause(error, runtime.adapter.scrub);
  const record = internalAttempt(claimed.operation, startedAt, work);
  if (error instanceof SetupError && work === 'submit') {
    const fault: Fault = { category: 'auth', code: error.code, nativeMessage: cause };
    const repeat = repeatability(
      runtime.adapter,
      profileInForce(runtime, Date.parse(claimed.event.occurredAt)),
      claimed,
    );
    const outcome = { type: 'fault', fault } as const;
    const decision = settleOn({ ...repeat, delivery: claimed, work, outcome, startedAt, refreshable: false }, deps);
    return {
      decision,
      attempt: { ...record, outcome: 'fault', category: fault.category, code: fault.code, nativeMessage: cause },
    };
  }
  const refusal = refusalCode(error);
  if (refusal !== undefined && work === 'submit') {
    const fault: Fault = { category: 'invalid-request', code: refusal, nativeMessage: cause };
    const attempt = { ...record, outcome: 'fault', category: fault.category, code: fault.code, nativeMessage: cause };
    return { decision: { state: 'rejected', counts: true, fault }, attempt };
  }
  logger.error('delivery failed on an error of our own', { link: runtime.id, delivery: claimed.id, detail: cause });
  const earlier = await store.attempts(claimed.id);
  const decision = decideInternal(claimed, work, earlier, cause, runtime.settings, clock.now(), random());
  return { decision, attempt: { ...record, nativeMessage: cause } };
}

/**
 * @returns the code of an error that is the event's own. A mapping that fails on the institution is none: the directory can be completed,
 * and the delivery goes out after all.
 */
function refusalCode(error: unknown): string | undefined {
  if (error instanceof RequestError) return error.code;
  const isEvents = error instanceof MappingError && !error.inputPath.startsWith('institution.');
  return isEvents ? dispatchFault('INPUT_REFUSED').code : undefined;
}

/** Mapping errors name file and path, not values; what an adapter's own error may quote is masked. */
function scrubbedCause(error: unknown, scrub: (text: string) => string): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return scrub(text).slice(0, 500);
}

/** Counted with the work that it was for. */
function signInAttempt(
  operation: string,
  work: 'submit' | 'enquire',
  fault: Fault,
  startedAt: number,
): Attempt | undefined {
  if (fault.category === 'link-open' || fault.category === 'overloaded') return undefined;
  const { category, code, nativeCode, nativeMessage } = fault;
  return {
    operation,
    effect: work === 'submit' ? 'write' : 'read',
    startedAt,
    durationMs: 0,
    sent: true,
    outcome: 'fault',
    category,
    code,
    attemptIds: {},
    ...(nativeCode === undefined ? {} : { nativeCode }),
    ...(nativeMessage === undefined ? {} : { nativeMessage }),
  };
}
