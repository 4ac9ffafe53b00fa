import type { ServerResponse } from 'node:http';
import type { FaultOrder } from './contract.ts';
import type { FaultBook } from './fault-book.ts';
import type { Platform, Reply, SimRequest } from './platform.ts';
import { sendReply, spoilers } from './send-reply.ts';

const defaultDelayMs = 2_000;
export const defaultDarkMs = 5_000;
const defaultRetryAfterMs = 1_000;

export interface ExchangeParts {
  readonly platform: Platform;
  readonly faults: FaultBook;
  /** Counts a request under the platform's name of the function. */
  count(operation: string): void;
  goDark(ms: number): void;
}

/**
 * One request from first look to answer. Faults of the stage `before` hide the platform entirely; the others let it authenticate,
 * validate and book, and then spoil what the caller sees of it. Check and booking happen without a pause in between.
 */
export function answerRequest(parts: ExchangeParts, request: SimRequest, response: ServerResponse): void {
  const call = parts.platform.open(request);
  parts.count(call.operation);
  const hidden = parts.faults.take('before', call);
  if (hidden !== undefined) {
    hide(parts, hidden, response);
    return;
  }
  const verdict = call.check();
  if ('refused' in verdict) {
    sendReply(response, verdict.refused);
    return;
  }
  const spoilt = parts.faults.take('after', call);
  if (spoilt?.fault === 'refuse') {
    sendReply(response, verdict.refuse());
    return;
  }
  spoil(parts.platform, spoilt, verdict.apply(), response);
}

function hide(parts: ExchangeParts, order: FaultOrder, response: ServerResponse): void {
  switch (order.fault) {
    case 'dark':
      parts.goDark(order.ms ?? defaultDarkMs);
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'html':
      sendReply(response, { status: 200, contentType: 'text/html; charset=utf-8', body: page('502 Bad Gateway') });
      return;
    case 'unavailable':
      sendReply(response, {
        status: 503,
        contentType: 'text/html; charset=utf-8',
        body: page('503 Service Unavailable'),
      });
      return;
    case 'limit':
      sendReply(response, parts.platform.limited(order.ms ?? defaultRetryAfterMs));
      return;
    default:
      // `hang`: the connection stays open until the caller gives up or the simulator closes.
      return;
  }
}

function spoil(platform: Platform, order: FaultOrder | undefined, reply: Reply, response: ServerResponse): void {
  if (order === undefined) {
    sendReply(response, reply);
    return;
  }
  if (order.fault === 'delay') {
    const timer = setTimeout(() => sendReply(response, reply), order.ms ?? defaultDelayMs);
    response.once('close', () => clearTimeout(timer));
    return;
  }
  const spoiler = Object.entries(spoilers).find(([fault]) => fault === order.fault)?.[1];
  spoiler?.(response, reply, platform);
}

function page(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}
