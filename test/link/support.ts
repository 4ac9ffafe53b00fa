import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { NativeRequest, NativeResponse, Outcome } from '../../adapters/contract/index.ts';
import type { LinkSettings } from '../../config/types.ts';
import { type Clock, createLink, type Link, type LinkCall, type LinkOptions } from '../../gateway/link/index.ts';

/** A clock whose hands the test turns; timers run in order of their time while it turns. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  pendingTimers(): number;
}

export function fakeClock(): FakeClock {
  const epoch = Date.parse('2026-11-22T00:00:00Z');
  let elapsed = 1000;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => epoch + elapsed,
    monotonic: () => elapsed,
    setTimer(run, afterMs) {
      const timer = { at: elapsed + afterMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = elapsed + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        elapsed = Math.max(elapsed, due.at);
        due.run();
      }
      elapsed = until;
    },
    pendingTimers: () => timers.size,
  };
}

type Overrides = { [Part in 'limits' | 'timeouts' | 'breaker' | 'retry']?: Partial<LinkSettings[Part]> } & {
  readonly allowAddresses?: readonly string[];
};

export function linkSettings(endpoint: string, overrides: Overrides = {}): LinkSettings {
  return {
    id: 'test-link',
    title: 'Test',
    adapter: 'test',
    endpoint,
    allowAddresses: [...(overrides.allowAddresses ?? ['127.0.0.0/8'])],
    settings: {},
    limits: { maxInFlight: 8, burst: 1, ...overrides.limits },
    timeouts: { connectMs: 3000, attemptMs: 15_000, maxReplyBytes: 65_536, ...overrides.timeouts },
    breaker: {
      errorPercent: 50,
      consecutiveFailures: 5,
      windowMs: 30_000,
      minimumCalls: 10,
      openMs: 15_000,
      maxOpenMs: 600_000,
      rampMs: 60_000,
      ...overrides.breaker,
    },
    retry: {
      scheduleMs: [5000],
      repeatMs: 43_200_000,
      giveUpAfterMs: 604_800_000,
      jitter: 0.2,
      overloadFloorMs: 60_000,
      ...overrides.retry,
    },
    enquiry: { firstAfterMs: 5000, everyMs: 30_000, settleMs: 60_000, giveUpAfterMs: 86_400_000 },
  };
}

const cleanups: Array<() => Promise<unknown>> = [];

/** Call in afterEach: closes every link and server of the test. */
export async function cleanUp(): Promise<void> {
  await Promise.all(cleanups.splice(0).map((close) => close()));
}

export function testLink(settings: LinkSettings, options: Partial<LinkOptions> = {}): Link {
  const link = createLink(settings, { protocol: 'rest', random: () => 0, ...options });
  cleanups.push(() => link.close());
  return link;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  /** Sockets open now. */
  open(): number;
}

export async function httpServer(handle: http.RequestListener): Promise<TestServer> {
  return listening(http.createServer({ keepAliveTimeout: 60_000 }, handle));
}

export async function tcpServer(handle: (socket: net.Socket) => void): Promise<TestServer> {
  return listening(
    net.createServer((socket) => {
      handle(socket);
      // Nobody notices the end of a socket that nobody reads.
      socket.resume();
    }),
  );
}

async function listening(server: net.Server): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    sockets.add(socket);
    // Resets are what these tests are about.
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, port, connections: () => connections, open: () => sockets.size };
}

export const okOutcome: Outcome = { type: 'ok' };

export function restCall(
  overrides: Partial<LinkCall> & { path?: string; headers?: Record<string, string> } = {},
): LinkCall {
  const { path = '', headers = {}, ...rest } = overrides;
  const request: NativeRequest = {
    protocol: 'rest',
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"code":"81234567890123456789"}',
  };
  return { request, operation: 'submit', effect: 'write', paceKey: 'test-link', classify: () => okOutcome, ...rest };
}

/** Sends one call and hands out what the adapter was given. */
export async function replyOf(link: Link, call: LinkCall): Promise<NativeResponse | undefined> {
  let seen: NativeResponse | undefined;
  await link.execute({
    ...call,
    classify: (response) => {
      seen = response;
      return okOutcome;
    },
  });
  return seen;
}

export function faultCode(outcome: Outcome): string {
  return outcome.type === 'fault' ? `${outcome.fault.category}/${outcome.fault.code}` : outcome.type;
}

/** Waits for a condition that sockets bring about. @throws when it does not come within 5 s */
export async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A promise that the test resolves. */
export function held<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: (value) => resolve(value) };
}
