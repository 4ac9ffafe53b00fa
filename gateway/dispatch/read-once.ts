import {
  type Fault,
  type InstitutionContext,
  type Outcome,
  type Progress,
  RequestError,
} from '../../adapters/contract/index.ts';
import type { Directory } from '../directory/contract.ts';
import type { Clock } from '../link/clock.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Calls } from './calls.ts';
import type { Question, ReadResult } from './contract.ts';
import { dispatchFault } from './fault-rows.ts';
import { createReadResults } from './read-results.ts';
import type { Sessions } from './sessions.ts';

export interface ReadDeps {
  readonly runtime: LinkRuntime;
  readonly directory: Pick<Directory, 'context'>;
  readonly calls: Calls;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/** Reads are not deliveries: they take the link's permits as they come. */
const noSeat = { call: <T>(run: () => Promise<T>) => run() };

/** A list longer than this many pages is cut: whoever asks waits, and every page costs the platform's quota. */
const maxReadSteps = 20;

/**
 * Runs a read of the adapter, with a sign-in where the platform knows one, as a delivery of this institution would: a session that the
 * platform refuses is renewed once. The results of its steps come back together.
 */
export async function readOnce(question: Question, deps: ReadDeps): Promise<ReadResult> {
  const { runtime, directory, clock } = deps;
  const { tenant, institution } = question;
  const startedAt = clock.monotonic();
  const ended = (outcome: Outcome): ReadResult => ({ outcome, durationMs: clock.monotonic() - startedAt });
  const failed = (fault: Fault): ReadResult => ended({ type: 'fault', fault });
  if (runtime.adapter.operations[question.operation]?.effect !== 'read') return failed(dispatchFault('NO_SUCH_READ'));
  const context = await directory.context(tenant, institution, runtime.id);
  if ('missing' in context) return failed(dispatchFault('SETTINGS_MISSING', context.missing));
  try {
    const first = await signedInRead(question, context, deps);
    return ended(first.isRefused ? (await signedInRead(question, context, deps)).outcome : first.outcome);
  } catch (error) {
    if (error instanceof RequestError)
      return failed({
        category: 'invalid-request',
        code: error.code,
        nativeMessage: runtime.adapter.scrub(error.message),
      });
    throw error;
  }
}

/** @returns what the platform answered, and whether it refused the session, which is forgotten then. */
async function signedInRead(
  question: Question,
  context: InstitutionContext,
  { sessions, calls, clock }: ReadDeps,
): Promise<{ readonly outcome: Outcome; readonly isRefused: boolean }> {
  const { tenant, institution } = question;
  const signedIn = await sessions.get(tenant, context, noSeat);
  if (signedIn.type === 'failed') return { outcome: { type: 'fault', fault: signedIn.fault }, isRefused: false };
  const { session } = signedIn;
  const outcome = await steps(question, (operation, progress) =>
    calls.prepare(operation, { institution: context, session, progress }).execute(),
  );
  if (session === undefined) return { outcome, isRefused: false };
  const isRefused = outcome.type === 'fault' && outcome.fault.category === 'auth';
  if (isRefused || givesBack(outcome, clock.now())) sessions.drop(tenant, institution, session);
  return { outcome, isRefused };
}

/** A sign-out answers with a session that is over. */
function givesBack(outcome: Outcome, now: number): boolean {
  return outcome.type === 'ok' && outcome.session !== undefined && outcome.session.expiresAt <= now;
}

async function steps(
  { operation, params }: Question,
  execute: (operation: string, progress: Progress | undefined) => Promise<{ readonly outcome: Outcome }>,
): Promise<Outcome> {
  const results = createReadResults();
  let next = operation;
  let progress = params;
  for (let count = 1; ; count += 1) {
    const { outcome } = await execute(next, progress);
    results.add(outcome);
    if (outcome.type === 'fault') return outcome;
    if (outcome.type !== 'continue') return results.joined(outcome);
    if (count === maxReadSteps) return results.cut();
    next = outcome.operation ?? next;
    progress = outcome.progress;
  }
}
