import { createHash } from 'node:crypto';
import { connect, isIP, type Socket } from 'node:net';
import type { Client, SFTPWrapper } from 'ssh2';
import type { FileLogin } from '../../../adapters/contract/index.ts';
import type { AddressGuard } from './address-guard.ts';
import { AddressForbidden, guardedLookup, type ResolveHost } from './connection.ts';
import type { TransportFailureCode } from './contract.ts';
import { failureCode, systemCode } from './failure-code.ts';

/** Why there is no session. `LOGIN_REFUSED` is the server's own clear answer; whichever it is, nothing was asked of it yet. */
export class SessionFailure extends Error {
  override readonly name = 'SessionFailure';
  readonly code: TransportFailureCode | 'LOGIN_REFUSED';
  constructor(code: TransportFailureCode | 'LOGIN_REFUSED') {
    super(code);
    this.code = code;
  }
}

/** One logged-in SFTP channel on a connection of its own; it serves one request at a time. */
export interface FileSession {
  readonly sftp: SFTPWrapper;
  isOpen(): boolean;
  /** Resolves when the socket is closed. Never rejects. */
  readonly ended: Promise<void>;
  /** Told once when the socket is closed, until the returned function is called: a session that lives long serves many. */
  onEnded(listener: () => void): () => void;
  /** Ends the socket at once. */
  destroy(): void;
}

export interface FileServer {
  readonly host: string;
  readonly port: number;
  readonly guard: AddressGuard;
  readonly resolveHost: ResolveHost;
  /** Bounds connection, handshake, login and channel together. */
  readonly connectMs: number;
  onConnect?(socket: Socket): void;
}

/**
 * Connects, checks the host key against the pins before any credential leaves, logs in and opens the SFTP subsystem. No shell, no
 * agent, no key files of this host, no keyboard dialogue.
 * @throws SessionFailure, after the socket is closed
 */
export async function openSession(
  library: Promise<{ readonly default: typeof import('ssh2') }>,
  server: FileServer,
  login: FileLogin,
  hostKeys: readonly string[],
  signal: AbortSignal,
): Promise<FileSession> {
  // Node looks nothing up when the host is an address already.
  if (isIP(server.host) !== 0 && !server.guard(server.host)) throw new SessionFailure('ADDRESS_FORBIDDEN');
  const { default: ssh2 } = await library;
  const lookup = guardedLookup(server.guard, server.resolveHost);
  const socket = connect({ host: server.host, port: server.port, lookup, noDelay: true });
  socket.once('connect', () => server.onConnect?.(socket));
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const pins = { hostKeys, refused: false };
  try {
    const sftp = await within<SFTPWrapper>(server.connectMs, signal, (done, fail) =>
      signIn(new ssh2.Client(), socket, login, pins, done, fail),
    );
    return {
      sftp,
      ended,
      isOpen: () => !socket.destroyed && !socket.readableEnded,
      onEnded(listener) {
        socket.once('close', listener);
        return () => socket.off('close', listener);
      },
      destroy: () => socket.destroy(),
    };
  } catch (error) {
    socket.destroy();
    await ended;
    if (pins.refused) throw new SessionFailure('HOST_KEY_REFUSED');
    throw error instanceof SessionFailure ? error : new SessionFailure(failureOf(error));
  }
}

interface Pins {
  readonly hostKeys: readonly string[];
  refused: boolean;
}

function signIn(
  client: Client,
  socket: Socket,
  login: FileLogin,
  pins: Pins,
  done: (sftp: SFTPWrapper) => void,
  fail: (error: unknown) => void,
): void {
  client.once('ready', () => {
    client.sftp((error, sftp) => {
      if (error !== undefined) return fail(new SessionFailure('SSH_FAILED'));
      // What goes wrong later ends the requests under way, which say so themselves.
      sftp.on('error', () => socket.destroy());
      done(sftp);
    });
  });
  client.on('error', fail);
  client.once('close', () => fail(new SessionFailure('CONNECT_FAILED')));
  try {
    client.connect({
      sock: socket,
      username: login.username,
      ...(login.password !== undefined && { password: login.password }),
      ...(login.privateKey !== undefined && { privateKey: login.privateKey }),
      ...(login.passphrase !== undefined && { passphrase: login.passphrase }),
      readyTimeout: 0,
      hostVerifier: (key: Buffer) => {
        pins.refused = !pins.hostKeys.includes(fingerprintOf(key));
        return !pins.refused;
      },
    });
  } catch {
    // The private key cannot be read, or its passphrase is wrong: a credential that no server would take.
    fail(new SessionFailure('LOGIN_REFUSED'));
  }
}

/** As `ssh-keygen -l` prints it: SHA-256 in Base64 without padding. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** @throws SessionFailure CONNECT_TIMEOUT when the time is up or the signal aborts */
function within<T>(
  ms: number,
  signal: AbortSignal,
  start: (done: (value: T) => void, fail: (error: unknown) => void) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const late = (): void => reject(new SessionFailure('CONNECT_TIMEOUT'));
    const timer = setTimeout(late, ms);
    signal.addEventListener('abort', late, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
    };
    if (signal.aborted) late();
    start(
      (value) => {
        settle();
        resolve(value);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}

/** ssh2 says in `level` where an error comes from. */
function failureOf(error: unknown): TransportFailureCode | 'LOGIN_REFUSED' {
  const level = typeof error === 'object' && error !== null && 'level' in error ? error.level : undefined;
  if (level === 'client-authentication') return 'LOGIN_REFUSED';
  if (level !== 'client-socket') return 'SSH_FAILED';
  if (error instanceof AddressForbidden) return 'ADDRESS_FORBIDDEN';
  const failed = Object.assign(new Error('no connection'), { code: systemCode(error) });
  return failureCode(failed, { sent: false, answered: false });
}
