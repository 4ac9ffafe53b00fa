import { fingerprint } from '../intake/index.ts';
import type { Logger } from '../observe/contract.ts';
import type { Store } from '../store/contract.ts';
import type { ApiRequest } from './api-request.ts';
import { parseIdempotencyKey } from './idempotency-key.ts';
import { ProblemError, problemReply } from './problem.ts';
import type { Reply } from './reply.ts';
import { toProblem } from './to-problem.ts';

export interface ReplayServices {
  readonly store: Pick<Store, 'claimIdempotencyKey' | 'finishIdempotencyKey' | 'dropIdempotencyKey'>;
  readonly logger: Logger;
  readonly clock: () => number;
}

/** What the work came to; `keep: false` when part of it failed on our side and the same request should run again. */
export interface Decided {
  readonly reply: Reply;
  readonly keep: boolean;
}

/** Seconds until a caller that met its own running request should ask again. */
const runningRetryAfterS = 1;

/**
 * Runs `work` once per Idempotency-Key and tenant, and gives the first decided reply, byte for byte, to every repeat.
 * Guarantees: other content under one key is refused (422), a running one answered with 409, refusals that were decided (4xx)
 * are replayed too. Gives up: replies of status 5xx are never kept, the same request then runs again; doing so is safe, for the
 * event's identity is unique by itself.
 * @param scope what the key is for, part of the fingerprint: the operation
 */
export async function replayable(
  request: ApiRequest,
  scope: string,
  services: ReplayServices,
  work: () => Promise<Decided>,
): Promise<Reply> {
  const key = parseIdempotencyKey(request.headers['idempotency-key']);
  if (key === undefined) return (await work()).reply;
  const { store, clock } = services;
  const { tenant } = request.caller;
  const claim = await store.claimIdempotencyKey(tenant, key, fingerprint({ scope, body: request.body }), clock());
  switch (claim.type) {
    case 'mismatch':
      throw new ProblemError('IDEMPOTENCY_KEY_REUSED');
    case 'running':
      throw new ProblemError('IDEMPOTENCY_KEY_IN_USE', { retryAfterS: runningRetryAfterS });
    case 'finished':
      return { ...claim.reply, headers: { 'Idempotency-Replayed': 'true' } };
    case 'claimed':
      return runClaimed(request, key, services, work);
  }
}

async function runClaimed(
  request: ApiRequest,
  key: string,
  { store, logger }: ReplayServices,
  work: () => Promise<Decided>,
): Promise<Reply> {
  const { caller, language, requestId } = request;
  let decided: Decided;
  try {
    decided = await work();
  } catch (error) {
    const reply = problemReply(toProblem(error), language, requestId);
    if (reply.status >= 500) {
      await noteFailure(() => store.dropIdempotencyKey(caller.tenant, key));
      throw error;
    }
    decided = { reply, keep: true };
  }
  const { reply, keep } = decided;
  const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  await noteFailure(() =>
    keep
      ? store.finishIdempotencyKey(caller.tenant, key, { status: reply.status, body })
      : store.dropIdempotencyKey(caller.tenant, key),
  );
  return { ...reply, body };

  /** What was decided stands, kept or not; the store takes over a claim that was left behind. */
  async function noteFailure(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const detail = error instanceof Error ? error.name : 'unknown';
      logger.warn('idempotency key not settled', { request: requestId, tenant: caller.tenant, detail });
    }
  }
}
