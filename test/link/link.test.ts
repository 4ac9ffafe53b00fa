import { afterEach, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { type BreakerState, type LinkResult, linkFaultRows } from '../../gateway/link/index.ts';
import {
  cleanUp,
  fakeClock,
  faultCode,
  httpServer,
  linkSettings,
  okOutcome,
  restCall,
  tcpServer,
  testLink,
  until,
} from './support.ts';

afterEach(cleanUp);

const fault = (category: 'rejected' | 'auth' | 'rate-limited' | 'unavailable', retryAfterMs?: number): Outcome => ({
  type: 'fault',
  fault: { category, code: 'X', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('bulkhead', () => {
  test('never more in flight than allowed; who is too many is told at once that nothing was sent', async () => {
    const clock = fakeClock();
    const server = await tcpServer(() => undefined);
    const link = testLink(linkSettings(server.url, { limits: { maxInFlight: 2 } }), { clock });
    const held = [link.execute(restCall()), link.execute(restCall())];
    await until(() => server.open() === 2);
    expect(link.capacity()).toEqual({ permits: 0 });
    const third = await link.execute(restCall());
    expect([faultCode(third.outcome), third.sent, third.tries]).toEqual(['overloaded/BULKHEAD_FULL', false, 0]);
    clock.advance(15_000);
    await Promise.all(held);
  });

  test('permits come back when the sockets have ended, and listeners hear of it (opossum gives them back at the timeout)', async () => {
    const clock = fakeClock();
    const server = await tcpServer(() => undefined);
    const link = testLink(
      linkSettings(server.url, { limits: { maxInFlight: 2 }, breaker: { consecutiveFailures: 1000 } }),
      { clock },
    );
    let most = 0;
    for (let round = 0; round < 10; round += 1) {
      const running = [link.execute(restCall()), link.execute(restCall())];
      await until(() => server.connections() >= 2 * (round + 1));
      most = Math.max(most, server.open());
      const free = new Promise<void>((resolve) => {
        const stop = link.onCapacity(() => {
          if (link.capacity().permits < 2) return;
          stop();
          resolve();
        });
      });
      clock.advance(15_000);
      await Promise.all([...running, free]);
      await until(() => server.open() === 0);
    }
    expect(most).toBe(2);
  });
});

describe('breaker', () => {
  const dead = (extra = {}) => {
    const clock = fakeClock();
    const states: BreakerState[] = [];
    const onBreaker = (state: BreakerState): void => {
      states.push(state);
    };
    return { clock, states, link: testLink(linkSettings('http://127.0.0.1:1', extra), { clock, onBreaker }) };
  };

  test('a dead platform is left alone after five failures; what we refuse says when to come back', async () => {
    const { clock, link, states } = dead();
    const results: LinkResult[] = [];
    for (let call = 0; call < 10; call += 1) results.push(await link.execute(restCall()));
    const codes = results.map(({ outcome }) => faultCode(outcome));
    // In-process retries count as attempts: the budget allows three here.
    expect(codes.slice(-6)).toEqual(Array.from({ length: 6 }, () => 'link-open/LINK_OPEN'));
    expect(results.at(-1)).toMatchObject({ sent: false, tries: 0, outcome: { fault: { retryAfterMs: 15_000 } } });
    expect(link.capacity()).toEqual({ permits: 0, retryAt: clock.now() + 15_000 });
    expect(link.health()).toMatchObject({ breaker: 'open', openings: 1, nextProbeAt: clock.now() + 15_000 });
    expect(states).toEqual(['open']);
  });

  test('a probe that hangs ends at the attempt deadline and opens again (opossum waits for ever)', async () => {
    const { clock, link } = dead();
    const server = await tcpServer(() => undefined);
    const hanging = testLink(linkSettings(server.url, { breaker: { consecutiveFailures: 1 } }), { clock });
    for (const openFor of [15_000, 30_000]) {
      const running = hanging.execute(restCall());
      await until(() => clock.pendingTimers() > 0 && server.open() > 0);
      clock.advance(15_000);
      expect(faultCode((await running).outcome)).toBe('unknown-outcome/REPLY_TIMEOUT');
      expect(hanging.health().breaker).toBe('open');
      await until(() => server.open() === 0);
      clock.advance(openFor);
      expect(hanging.health().breaker).toBe('half-open');
      expect(hanging.capacity().permits).toBe(1);
    }
    await link.close();
  });

  test('the adapter’s reading of a reply decides: refusals are healthy, 503s are not', async () => {
    const server = await httpServer((_request, response) => response.end());
    const healthy = testLink(linkSettings(server.url));
    for (let call = 0; call < 30; call += 1) await healthy.execute(restCall({ classify: () => fault('rejected') }));
    expect(healthy.health().breaker).toBe('closed');
    const ill = testLink(linkSettings(server.url));
    for (let call = 0; call < 5; call += 1) await ill.execute(restCall({ classify: () => fault('unavailable') }));
    expect(ill.health().breaker).toBe('open');
  });

  test('an adapter that throws is a broken contract, its error kept from everybody', async () => {
    const server = await httpServer((_request, response) => response.end('reply'));
    const broken = (): Outcome => {
      throw new TypeError('cannot read 张三');
    };
    const result = await testLink(linkSettings(server.url)).execute(restCall({ classify: broken }));
    expect(faultCode(result.outcome)).toBe('contract-broken/ADAPTER_FAILED');
    expect(JSON.stringify(result)).not.toContain('张三');
    expect([result.httpStatus, result.excerpt]).toEqual([200, 'reply']);
  });

  test('after the recovery permits grow with the ramp', async () => {
    const clock = fakeClock();
    const server = await httpServer((_request, response) => response.end());
    const link = testLink(linkSettings(server.url), { clock });
    for (let call = 0; call < 5; call += 1) await link.execute(restCall({ classify: () => fault('unavailable') }));
    clock.advance(15_000);
    for (let call = 0; call < 14; call += 1) await link.execute(restCall());
    expect([link.health().breaker, link.capacity().permits]).toEqual(['ramp', 1]);
    let heard = 0;
    link.onCapacity(() => {
      heard += 1;
    });
    clock.advance(30_000);
    expect([link.capacity().permits, heard]).toEqual([4, 3]);
  });
});

describe('rate limits', () => {
  const limited = async (retryAfterMs: number | undefined, headers: Record<string, string> = {}) => {
    const clock = fakeClock();
    const server = await httpServer((_request, response) => response.writeHead(429, headers).end());
    const link = testLink(linkSettings(server.url), { clock });
    await link.execute(restCall({ classify: () => fault('rate-limited', retryAfterMs) }));
    const next = await link.execute(restCall());
    return { clock, link, next };
  };

  test('the platform’s own delay pauses the pacer; the breaker is untouched', async () => {
    const { clock, link, next } = await limited(40_000);
    expect(next.outcome).toMatchObject({ fault: { category: 'overloaded', code: 'PACER_FULL', retryAfterMs: 40_000 } });
    expect(link.capacity()).toEqual({ permits: 0, retryAt: clock.now() + 40_000 });
    expect(link.health()).toMatchObject({ breaker: 'closed', pausedUntil: clock.now() + 40_000 });
    clock.advance(40_000);
    expect((await link.execute(restCall())).outcome).toEqual(okOutcome);
  });

  test('without one: Retry-After, else the floor', async () => {
    const seconds = await limited(undefined, { 'retry-after': '20' });
    expect(seconds.next.outcome).toMatchObject({ fault: { retryAfterMs: 20_000 } });
    const floor = await limited(undefined);
    expect(floor.next.outcome).toMatchObject({ fault: { retryAfterMs: 60_000 } });
  });

  test('one institution’s ban leaves the others alone; beyond an hour the whole link rests', async () => {
    const clock = fakeClock();
    const server = await httpServer((_request, response) => response.end());
    const link = testLink(linkSettings(server.url), { clock });
    const ban = (paceKey: string, forMs: number) =>
      link.execute(restCall({ paceKey, classify: () => fault('rate-limited', forMs) }));
    await ban('test-link:store-1', 60_000);
    expect((await link.execute(restCall({ paceKey: 'test-link:store-2' }))).outcome).toEqual(okOutcome);
    expect(faultCode((await link.execute(restCall({ paceKey: 'test-link:store-1' }))).outcome)).toBe(
      'overloaded/PACER_FULL',
    );
    await ban('test-link:store-2', 3_600_001);
    expect(faultCode((await link.execute(restCall({ paceKey: 'test-link:store-3' }))).outcome)).toBe(
      'overloaded/PACER_FULL',
    );
    expect(link.capacity().permits).toBe(0);
  });

  test('the link’s own rate goes before the adapter’s pace', async () => {
    const clock = fakeClock();
    const server = await httpServer((_request, response) => response.end());
    const pace = { ratePerSecond: 1000, burst: 1000 };
    const link = testLink(linkSettings(server.url, { limits: { ratePerSecond: 1, burst: 2 } }), { clock });
    let done = 0;
    const running = Array.from({ length: 4 }, async () => {
      await link.execute(restCall({ pace }));
      done += 1;
    });
    await until(() => done === 2);
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(done).toBe(2);
    clock.advance(2000);
    await Promise.all(running);
  });

  test('time spent waiting for the pacer is not taken from the attempt', async () => {
    const clock = fakeClock();
    let hanging = false;
    const server = await httpServer((request, response) => {
      hanging = request.url === '/hang';
      if (!hanging) response.end();
    });
    const pace = { ratePerSecond: 0.1, burst: 1 };
    const link = testLink(linkSettings(server.url), { clock });
    await link.execute(restCall({ pace }));
    const waiting = link.execute(restCall({ pace, path: '/hang' }));
    await until(() => clock.pendingTimers() === 1);
    clock.advance(10_000);
    await until(() => hanging);
    clock.advance(14_999);
    expect(link.health().inFlight).toBe(1);
    clock.advance(1);
    expect(faultCode((await waiting).outcome)).toBe('unknown-outcome/REPLY_TIMEOUT');
  });
});

describe('health and end', () => {
  test('skew is the platform’s clock minus ours', async () => {
    const clock = fakeClock();
    const date = new Date(clock.now() + 90_000).toUTCString();
    const server = await httpServer((_request, response) => response.setHeader('date', date).end());
    const link = testLink(linkSettings(server.url), { clock });
    await link.execute(restCall());
    expect(Math.abs((link.health().clockSkewMs ?? 0) - 90_000)).toBeLessThanOrEqual(1000);
    expect(link.health().lastSuccessAt).toBe(clock.now());
  });

  test('close ends calls in flight as faults, refuses later ones, leaves no timer', async () => {
    const clock = fakeClock();
    const server = await tcpServer(() => undefined);
    const link = testLink(linkSettings(server.url), { clock });
    const running = link.execute(restCall());
    await until(() => server.open() === 1 && link.health().inFlight === 1);
    await nextTurn();
    await link.close();
    expect((await running).outcome.type).toBe('fault');
    expect(faultCode((await link.execute(restCall())).outcome)).toBe('overloaded/LINK_CLOSED');
    expect([clock.pendingTimers(), link.capacity().permits]).toEqual([0, 0]);
  });

  test('the excerpt is text of at most 64 KiB', async () => {
    const server = await httpServer((_request, response) => response.end('x'.repeat(100_000)));
    const result = await testLink(linkSettings(server.url, { timeouts: { maxReplyBytes: 200_000 } })).execute(
      restCall(),
    );
    expect(result.excerpt?.length).toBe(65_536);
  });

  test('every code the link can give stands in the error catalogue, in both languages', () => {
    for (const row of linkFaultRows) {
      expect(row.code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(row.message.zh).toMatch(/\p{Script=Han}/u);
      expect([row.message.en, row.hint.zh, row.hint.en].every((text) => text.length > 0)).toBe(true);
    }
    expect(new Set(linkFaultRows.map(({ code }) => code)).size).toBe(linkFaultRows.length);
  });
});
