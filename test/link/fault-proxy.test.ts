import { afterEach, expect, test } from '@jest/globals';
import { type FaultProxy, startFaultProxy, type Toxics } from '../tools/fault-proxy.ts';
import {
  cleanUp,
  fakeClock,
  faultCode,
  httpServer,
  linkSettings,
  replyOf,
  restCall,
  testLink,
  until,
} from './support.ts';

let proxy: FaultProxy | undefined;

afterEach(async () => {
  await cleanUp();
  await proxy?.close();
});

async function through(toxics: Toxics) {
  let asked = 0;
  const server = await httpServer((request, response) => {
    asked += 1;
    request.resume().once('end', () => response.end('x'.repeat(1000)));
  });
  proxy = await startFaultProxy({ port: server.port });
  proxy.set(toxics);
  const clock = fakeClock();
  const link = testLink(linkSettings(`http://127.0.0.1:${proxy.port}`), { clock });
  return { proxy, link, clock, asked: () => asked };
}

test('without toxics, in slices, slowly or late: the reply is whole', async () => {
  for (const toxics of [{}, { sliceBytes: 100 }, { bytesPerSecond: 50_000 }, { latencyMs: 20, jitterMs: 5 }]) {
    const { link, proxy } = await through(toxics);
    expect((await replyOf(link, restCall()))?.body.byteLength).toBe(1000);
    await link.close();
    await proxy.close();
  }
});

test('a reply cut at a limit is truncated, a reset is a reset: both unknown for a write that was applied', async () => {
  const cut = await through({ limitBytes: 300 });
  expect(faultCode((await cut.link.execute(restCall())).outcome)).toBe('unknown-outcome/REPLY_TRUNCATED');
  expect(cut.asked()).toBe(1);
  await cut.proxy.close();
  const reset = await through({ latencyMs: 5000, resetAfterMs: 50 });
  expect(faultCode((await reset.link.execute(restCall())).outcome)).toBe('unknown-outcome/CONNECTION_RESET');
  expect(reset.asked()).toBe(1);
});

test('a black hole ends at the deadline; dark refuses; listening again heals', async () => {
  const { proxy, link, clock, asked } = await through({ blackHole: true });
  const running = link.execute(restCall());
  await until(() => clock.pendingTimers() > 0 && proxy.connections() > 0);
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(15_000);
  expect((await running).outcome.type).toBe('fault');
  expect(asked()).toBe(0);
  await proxy.goDark();
  expect(faultCode((await link.execute(restCall())).outcome)).toBe('unavailable/CONNECT_REFUSED');
  proxy.set({});
  await proxy.listen();
  expect(faultCode((await link.execute(restCall())).outcome)).toBe('ok');
});
