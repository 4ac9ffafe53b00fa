/** A platform that answers every call after `delayMs` with the same bytes: the cheapest correct peer. Counts what it was sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argument, serveChild } from './serve-child.ts';

const order = argument as { delayMs: number; mode: 'ok' | 'hang' | 'reset' | 'drip' };
const signIn = JSON.stringify({
  infcode: 0,
  inf_refmsgid: '430100202607010800000000000001',
  output: { signinoutb: { sign_time: '2026-07-01 08:00:00', sign_no: 'S1' } },
});
const taken = JSON.stringify({
  infcode: 0,
  inf_refmsgid: '430100202607010800000000000002',
  output: { result: { retRslt: '1', msgRslt: '' } },
});
let served = 0;
let open = 0;
let peak = 0;

const server = createServer((request, response) => {
  open += 1;
  peak = Math.max(peak, open);
  response.once('close', () => {
    open -= 1;
  });
  request.resume();
  request.once('end', () => {
    if (order.mode === 'hang') return;
    if (order.mode === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (order.mode === 'drip') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 100);
      response.once('close', () => clearInterval(timer));
      return;
    }
    setTimeout(() => {
      served += 1;
      response.setHeader('content-type', 'application/json');
      response.end(request.headers._api_name === '9001' ? signIn : taken);
    }, order.delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  serveChild((server.address() as AddressInfo).port, { served: () => served, peak: () => peak });
});
