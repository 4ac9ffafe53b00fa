import { type Fault, RequestError } from '../../adapters/contract/index.ts';
import type { Directory } from '../directory/contract.ts';
import type { Clock } from '../link/clock.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Calls } from './calls.ts';
import type { ProbeResult } from './contract.ts';
import { dispatchFault } from './fault-rows.ts';
import type { Sessions } from './sessions.ts';

export interface ProbeDeps {
  readonly runtime: LinkRuntime;
  readonly directory: Pick<Directory, 'context'>;
  readonly calls: Calls;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/** Probes are not deliveries: they take the link's permits as they come. */
const noSeat = { call: <T>(run: () => Promise<T>) => run() };

/** Runs the adapter's probe, with a sign-in where the platform knows one, as a delivery of this institution would. */
export async function probe(tenant: string, institution: string, deps: ProbeDeps): Promise<ProbeResult> {
  const { runtime, directory, calls, sessions, clock } = deps;
  const startedAt = clock.monotonic();
  const failed = (fault: Fault): ProbeResult => ({
    outcome: { type: 'fault', fault },
    durationMs: clock.monotonic() - startedAt,
  });
  const context = await directory.context(tenant, institution, runtime.id);
  if ('missing' in context) {
    return failed(dispatchFault('SETTINGS_MISSING', context.missing));
  }
  try {
    const signedIn = await sessions.get(tenant, context, noSeat);
    if (signedIn.type === 'failed') return failed(signedIn.fault);
    const { session } = signedIn;
    const { outcome } = await calls.prepare(runtime.adapter.probe, { institution: context, session }).execute();
    if (session !== undefined && outcome.type === 'fault' && outcome.fault.category === 'auth') {
      sessions.drop(tenant, institution, session);
    }
    return { outcome, durationMs: clock.monotonic() - startedAt };
  } catch (error) {
    if (error instanceof RequestError) return failed({ category: 'invalid-request', code: error.code });
    throw error;
  }
}
