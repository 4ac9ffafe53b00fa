import { type Fault, type InstitutionContext, RequestError, type Session } from '../../adapters/contract/index.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Calls, PreparedCall } from './calls.ts';
import { dispatchFault } from './fault-rows.ts';
import type { Seat } from './seats.ts';

export type SessionResult =
  | { readonly type: 'ready'; readonly session?: Session }
  | { readonly type: 'failed'; readonly fault: Fault; readonly httpStatus?: number };

/** Sign-in sessions of one link, one per institution, shared by all its deliveries. */
export interface Sessions {
  /** Signs in when there is no session or it is about to end; concurrent callers share one sign-in. Platforms without sign-in: ready. */
  get(tenant: string, institution: InstitutionContext, seat: Pick<Seat, 'call'>): Promise<SessionResult>;
  /** The platform refused this session; a newer one stays. */
  drop(tenant: string, institution: string, session: Session): void;
}

/** A session this close to its end might not outlive the request. */
const renewBeforeMs = 30_000;

export function createSessions(runtime: LinkRuntime, calls: Calls, clock: { now(): number }): Sessions {
  const current = new Map<string, Session>();
  const signingIn = new Map<string, Promise<SessionResult>>();
  const keyOf = (tenant: string, institution: string) => `${tenant}\n${institution}`;
  const login = signInOf(runtime);

  async function signIn(
    key: string,
    operation: string,
    institution: InstitutionContext,
    seat: Pick<Seat, 'call'>,
  ): Promise<SessionResult> {
    const call = prepare(operation, institution);
    if ('fault' in call) return { type: 'failed', fault: call.fault };
    const { outcome, httpStatus } = await seat.call(() => call.execute());
    const status = httpStatus === undefined ? {} : { httpStatus };
    if (outcome.type === 'fault') return { type: 'failed', fault: signInFault(outcome.fault), ...status };
    if (outcome.type !== 'ok' || outcome.session === undefined) {
      return { type: 'failed', fault: dispatchFault('SIGN_IN_WITHOUT_SESSION'), ...status };
    }
    current.set(key, outcome.session);
    return { type: 'ready', session: outcome.session };
  }

  /** A sign-in that cannot be built lacks identity or credentials: not the fault of the delivery that asked for it. */
  function prepare(operation: string, institution: InstitutionContext): PreparedCall | { readonly fault: Fault } {
    try {
      return calls.prepare(operation, { institution });
    } catch (error) {
      if (error instanceof RequestError) return { fault: { category: 'auth', code: error.code } };
      throw error;
    }
  }

  return {
    get(tenant, institution, seat) {
      if (login === undefined) return Promise.resolve({ type: 'ready' });
      const key = keyOf(tenant, institution.code);
      const session = current.get(key);
      if (session !== undefined && session.expiresAt - renewBeforeMs > clock.now()) {
        return Promise.resolve({ type: 'ready', session });
      }
      const running = signingIn.get(key);
      if (running !== undefined) return running;
      const started = signIn(key, login, institution, seat).finally(() => signingIn.delete(key));
      signingIn.set(key, started);
      return started;
    },
    drop(tenant, institution, session) {
      const key = keyOf(tenant, institution);
      if (current.get(key) === session) current.delete(key);
    },
  };
}

/** A profile that does not map the sign-in needs none, though others of its family do. */
function signInOf({ adapter, profile }: Pick<LinkRuntime, 'adapter' | 'profile'>): string | undefined {
  return adapter.login !== undefined && profile.operations.includes(adapter.login) ? adapter.login : undefined;
}

/**
 * A sign-in that failed leaves the delivery itself unsent, whatever became of the sign-in: an unclear one is tried again, a refused
 * one is a matter of credentials.
 */
function signInFault(fault: Fault): Fault {
  switch (fault.category) {
    case 'unknown-outcome':
    case 'contract-broken':
    case 'already-accepted':
      return { ...fault, category: 'unavailable' };
    case 'rejected':
    case 'invalid-request':
      return { ...fault, category: 'auth' };
    default:
      return fault;
  }
}
