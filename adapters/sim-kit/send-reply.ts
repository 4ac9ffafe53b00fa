import type { ServerResponse } from 'node:http';
import iconv from 'iconv-lite';
import type { Platform, Reply } from './platform.ts';

const dripEveryMs = 100;

/** Sends an answer whole. */
export function sendReply(
  response: ServerResponse,
  reply: Reply,
  body: Uint8Array = Buffer.from(reply.body, 'utf8'),
): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, headersOf(reply, body.length));
  response.end(body);
}

/** The ways in which a true answer is spoilt on its way, after the record has been booked. */
export const spoilers = {
  'apply-hang': () => {},
  'apply-reset': (response: ServerResponse) => {
    response.socket?.resetAndDestroy();
  },
  truncated: (response: ServerResponse, reply: Reply) => {
    const body = Buffer.from(reply.body, 'utf8');
    response.writeHead(reply.status, headersOf(reply, body.length));
    response.write(body.subarray(0, Math.floor(body.length / 2)));
    response.socket?.end();
  },
  drip: (response: ServerResponse, reply: Reply) => {
    drip(response, reply);
  },
  alien: (response: ServerResponse, _reply: Reply, platform: Platform) => {
    sendReply(response, platform.alien());
  },
  empty: (response: ServerResponse, reply: Reply) => {
    sendReply(response, { ...reply, status: 200, body: '' });
  },
  gbk: (response: ServerResponse, reply: Reply) => {
    // The header keeps saying UTF-8, as a misconfigured front end does.
    sendReply(response, reply, iconv.encode(reply.body, 'gbk'));
  },
  'wrong-type': (response: ServerResponse, reply: Reply, platform: Platform) => {
    sendReply(response, platform.retyped(reply));
  },
} as const;

function drip(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body, 'utf8');
  response.writeHead(reply.status, headersOf(reply, body.length));
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent === body.length) response.end();
  }, dripEveryMs);
  response.once('close', () => clearInterval(timer));
  response.once('finish', () => clearInterval(timer));
}

function headersOf(reply: Reply, length: number): Record<string, string> {
  return { 'content-type': reply.contentType, 'content-length': String(length), ...reply.headers };
}
