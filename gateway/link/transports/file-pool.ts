import { createHash } from 'node:crypto';
import type { FileRequest } from '../../../adapters/contract/index.ts';
import type { FileSession } from './file-session.ts';

/** Idle sessions are ended before servers usually end them themselves. */
const idleMs = 15_000;

/** Logged-in sessions that wait for the next request of the same account. */
export interface FilePool {
  /** @returns an idle session of the account, which is the caller's alone until it is given back */
  take(request: FileRequest): FileSession | undefined;
  /** Keeps a session for reuse; one too many ends the one that waits longest. */
  give(request: FileRequest, session: FileSession): void;
  close(): Promise<void>;
}

interface Idle {
  readonly account: string;
  readonly session: FileSession;
  readonly timer: NodeJS.Timeout;
}

/** @param maxIdle sessions of all accounts together */
export function createFilePool(maxIdle: number): FilePool {
  let idle: readonly Idle[] = [];
  let closed = false;

  function remove(entry: Idle): void {
    clearTimeout(entry.timer);
    idle = idle.filter((other) => other !== entry);
  }
  function end(entry: Idle): void {
    remove(entry);
    entry.session.destroy();
  }

  return {
    take(request) {
      const account = accountOf(request);
      for (const entry of idle.filter((each) => each.account === account).reverse()) {
        remove(entry);
        if (entry.session.isOpen()) return entry.session;
      }
      return undefined;
    },
    give(request, session) {
      if (closed || !session.isOpen()) return session.destroy();
      const timer = setTimeout(() => end(entry), idleMs).unref();
      const entry: Idle = { account: accountOf(request), session, timer };
      idle = [...idle, entry];
      const [eldest] = idle;
      if (idle.length > maxIdle && eldest !== undefined) end(eldest);
    },
    async close() {
      closed = true;
      const sessions = idle.map(({ session }) => session);
      for (const entry of idle) end(entry);
      await Promise.all(sessions.map(({ ended }) => ended));
    },
  };
}

/** Sessions are shared only under the same login and the same pins; the key holds no secret in the clear. */
function accountOf({ login, hostKeys }: FileRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([login, hostKeys]))
    .digest('hex');
}
