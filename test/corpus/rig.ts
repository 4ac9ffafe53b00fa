import type { NativeResponse } from '../../adapters/contract/index.ts';
import { createLink, type Link, type LinkResult } from '../../gateway/link/index.ts';
import type { Subject } from './family.ts';
import { type RawServer, startRawServer } from './raw-server.ts';
import type { Reply } from './reply.ts';

/** The real link and the real adapter before a server that answers with what the test says. */
export interface Rig {
  readonly server: RawServer;
  /** Sends the delivery; `endless` replies get a shorter deadline. */
  deliver(reply: Reply, endless?: boolean): Promise<LinkResult>;
  close(): Promise<void>;
}

const attemptMs = 4000;
const hastyAttemptMs = 250;
/** The corpus is about single replies: the breaker, which would open after five of them, has tests of its own. */
const neverOpen = Number.MAX_SAFE_INTEGER;

export async function openRig(subject: Subject): Promise<Rig> {
  const server = await startRawServer();
  const patient = linkOf(subject, server.url, attemptMs);
  const hasty = linkOf(subject, server.url, hastyAttemptMs);
  const { operation, input, context } = subject;
  let sequence = 0;
  return {
    server,
    deliver(reply, endless = false) {
      server.answer(reply);
      sequence += 1;
      const at = context(sequence);
      return (endless ? hasty : patient).execute({
        request: operation.buildRequest(input, at),
        operation: operation.id,
        effect: operation.effect,
        // A key of its own for each, so that the pause of one rate-limited reply does not hold the others.
        paceKey: `corpus-${sequence}`,
        classify: (response: NativeResponse) => operation.parseResponse(response, at, input),
      });
    },
    async close() {
      await Promise.all([patient.close(), hasty.close()]);
      await server.close();
    },
  };
}

function linkOf({ settings, adapter }: Subject, endpoint: string, limitMs: number): Link {
  const { breaker, timeouts } = settings;
  return createLink(
    {
      ...settings,
      endpoint,
      timeouts: { ...timeouts, attemptMs: limitMs },
      breaker: { ...breaker, consecutiveFailures: neverOpen, minimumCalls: neverOpen },
    },
    { protocol: adapter.protocol },
  );
}
