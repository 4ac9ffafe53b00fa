import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { ExchangeHandler } from '../../gateway/link/transports/exchange.ts';

function started() {
  const aborts: Error[] = [];
  const controller = {
    aborted: false,
    paused: false,
    reason: null,
    abort: (reason: Error) => aborts.push(reason),
    pause: () => undefined,
    resume: () => undefined,
  };
  const deadline = new AbortController();
  const socket = new Socket();
  const handler = new ExchangeHandler(1000, deadline.signal);
  handler.connection = { socket };
  handler.onRequestStart(controller);
  let ended = false;
  void handler.ended.then(() => {
    ended = true;
  });
  return { handler, controller, deadline, socket, aborts, ended: () => ended };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a failed exchange has ended only when its socket is closed: until then its permit is taken', async () => {
  const { handler, controller, socket, ended } = started();
  handler.onResponseError(controller, Object.assign(new Error('x'), { code: 'ECONNRESET' }));
  await expect(handler.reply).rejects.toMatchObject({ code: 'CONNECTION_RESET' });
  await turn();
  expect(ended()).toBe(false);
  socket.destroy();
  await turn();
  expect(ended()).toBe(true);
});

test('a request that undici queues again is not written a second time', async () => {
  const { handler, controller, aborts } = started();
  handler.onRequestStart(controller);
  expect(aborts).toEqual([expect.objectContaining({ code: 'CONNECTION_RESET' })]);
});

test('an interim answer (103) is not the reply', async () => {
  const { handler, controller } = started();
  handler.onResponseStart(controller, 103, { 'content-length': '999999' });
  handler.onResponseStart(controller, 200, { 'Set-Cookie': ['a', 'b'] });
  handler.onResponseData(controller, Buffer.from('ok'));
  handler.onResponseEnd();
  expect(await handler.reply).toMatchObject({
    status: 200,
    headers: { 'set-cookie': 'a, b' },
    body: Buffer.from('ok'),
  });
});
