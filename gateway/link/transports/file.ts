import type { FileAction, FileRequest, NativeRequest } from '../../../adapters/contract/index.ts';
import { createAddressGuard } from './address-guard.ts';
import {
  type Exchange,
  failedExchange,
  type Transport,
  type TransportFailure,
  type TransportFailureCode,
  type TransportReply,
} from './contract.ts';
import { ActionFailed, type FileProgress, perform, refusal } from './file-actions.ts';
import { pathUnder, rootOf } from './file-path.ts';
import { createFilePool } from './file-pool.ts';
import { type FileServer, type FileSession, openSession, SessionFailure } from './file-session.ts';
import type { WireSettings } from './wire.ts';

const defaultPort = 22;

interface Done {
  readonly reply: TransportReply;
  readonly ended: Promise<void> | undefined;
}

/**
 * SFTP to one folder of one server. Each request has a session to itself; sessions are kept for the next request of the account.
 * A request that ends without a reply takes its connection with it, so that no late answer is taken for another's.
 * @throws RangeError for a bad CIDR block; TypeError for a bad endpoint
 */
export function createFileTransport(settings: WireSettings): Transport {
  const endpoint = new URL(settings.endpoint);
  const root = rootOf(endpoint);
  const server: FileServer = {
    host: endpoint.hostname.replace(/^\[|\]$/g, ''),
    port: endpoint.port === '' ? defaultPort : Number(endpoint.port),
    guard: createAddressGuard(settings.allowAddresses),
    resolveHost: settings.resolveHost,
    connectMs: settings.connectMs,
    ...(settings.onConnect === undefined ? {} : { onConnect: settings.onConnect }),
  };
  // Loading takes a second that no other link should pay, and no request of this one either.
  const library = import('ssh2');
  library.catch(() => undefined);
  const pool = createFilePool(settings.maxInFlight);
  const working = new Set<FileSession>();

  async function run(request: FileRequest, action: FileAction, signal: AbortSignal): Promise<Done> {
    let session: FileSession;
    try {
      session = pool.take(request) ?? (await openSession(library, server, request.login, request.hostKeys, signal));
    } catch (error) {
      return { reply: unconnected(error), ended: undefined };
    }
    working.add(session);
    const progress: FileProgress = { handingOver: false, answered: false };
    const abort = (): void => session.destroy();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    let forget = (): void => undefined;
    try {
      const relative = (path: string): string => path.slice(root.length + 1);
      const lost = new Promise<never>((_, reject) => {
        forget = session.onEnded(() => reject(new ActionFailed('CONNECTION_RESET')));
      });
      const performed = perform(session, action, progress, settings.maxReplyBytes, relative);
      const response = await Promise.race([performed, lost]);
      pool.give(request, session);
      return { reply: { type: 'reply', response }, ended: undefined };
    } catch (error) {
      session.destroy();
      return { reply: broken(error, action, progress, signal), ended: session.ended };
    } finally {
      forget();
      signal.removeEventListener('abort', abort);
      working.delete(session);
    }
  }

  return {
    send(request: NativeRequest, signal: AbortSignal): Exchange {
      const action = request.protocol === 'file' ? located(request.action, root) : undefined;
      if (request.protocol !== 'file' || action === undefined || request.hostKeys.length === 0)
        return failedExchange('REQUEST_INVALID');
      const done = run(request, action, signal);
      return { reply: done.then(({ reply }) => reply), ended: done.then(({ ended }) => ended) };
    },
    async close() {
      const sessions = [...working];
      for (const session of sessions) session.destroy();
      await Promise.all([pool.close(), ...sessions.map(({ ended }) => ended)]);
    },
  };
}

/** The action with absolute paths; undefined when one of them leaves the folder, or an empty file would be handed over. */
function located(action: FileAction, root: string): FileAction | undefined {
  if (action.type === 'find') {
    const paths = action.paths.map((path) => pathUnder(root, path)).filter((path) => path !== undefined);
    return paths.length === action.paths.length ? { ...action, paths } : undefined;
  }
  const path = pathUnder(root, action.path);
  if (path === undefined) return undefined;
  if (action.type !== 'write') return { ...action, path };
  const temporaryPath = pathUnder(root, action.temporaryPath);
  const usable = temporaryPath !== undefined && temporaryPath !== path && action.content.length > 0;
  return usable ? { ...action, path, temporaryPath } : undefined;
}

function unconnected(error: unknown): TransportReply {
  const code = error instanceof SessionFailure ? error.code : 'SSH_FAILED';
  // The server's answer to the login is a reply: it is the institution's credential that is wrong, not the link.
  if (code === 'LOGIN_REFUSED') return { type: 'reply', response: refusal('login', 0, 'login refused') };
  return { type: 'failure', failure: { code, sent: false, answered: false } };
}

/** Before the rename was asked for, nobody was handed anything: such an upload can just be made again. */
function broken(error: unknown, action: FileAction, progress: FileProgress, signal: AbortSignal): TransportReply {
  const { answered } = progress;
  const failure = (code: TransportFailureCode): TransportFailure => ({ code, sent: true, answered });
  const beforeHandOver = action.type === 'write' && !progress.handingOver;
  if (beforeHandOver) return { type: 'failure', failure: failure('UPLOAD_BROKEN') };
  if (signal.aborted) return { type: 'failure', failure: failure('REPLY_TIMEOUT') };
  const code = error instanceof ActionFailed ? error.code : 'CONNECTION_RESET';
  return { type: 'failure', failure: failure(code) };
}
