import { Axios, type AxiosAdapter } from 'axios';
import type { NativeRequest } from '../../../adapters/contract/index.ts';
import { type Exchange, failedExchange, type Transport, type TransportReply } from './contract.ts';
import { acceptedEncodings } from './inflate.ts';
import { requestTarget } from './request-target.ts';
import type { Wire, WireExchange } from './wire.ts';

/** What every request says unless the adapter says otherwise. */
const usualHeaders = { accept: '*/*', 'accept-encoding': acceptedEncodings, 'user-agent': 'TraceHub' };

/**
 * axios as the HTTP client interface, our wire as its adapter. The instance has no defaults, so none of those that hurt: redirects (it
 * re-sends bodies and signature headers to other hosts), environment proxies, absolute URLs, body transforms (broken JSON becomes a
 * string with status 200, long numbers are rounded), status checks. Headers do not pass through it either: merging and normalising
 * them costs more than sending the request (decision 0051), and a signed header must leave as it was signed.
 */
export function createRestTransport(wire: Wire): Transport {
  const client = new Axios();

  return {
    send(request: NativeRequest, signal: AbortSignal): Exchange {
      if (request.protocol !== 'rest') return failedExchange('REQUEST_INVALID');
      const target = requestTarget(wire.endpoint, request.path, request.query);
      if (target === undefined || !sendableHeaders(request.headers)) return failedExchange('REQUEST_INVALID');
      const { method, body } = request;
      const headers = wireHeaders(request.headers);
      let exchange: WireExchange | undefined;
      // The signal goes to the wire and not to axios, which would replace our failure by its own cancellation.
      const adapter: AxiosAdapter = async (config) => {
        exchange = wire.send({ method, target, headers, ...(body === undefined ? {} : { body }) }, signal);
        const reply = await exchange.reply;
        return { data: reply, status: reply.status, statusText: '', headers: {}, config };
      };
      const reply = client.request<Awaited<WireExchange['reply']>>({ method, url: target, adapter }).then(
        ({ data }): TransportReply => ({
          type: 'reply',
          response: { status: data.status, headers: data.headers, body: data.body },
        }),
        (error: unknown): TransportReply => ({ type: 'failure', failure: exchange?.failure(error) ?? notSendable }),
      );
      return { reply, ended: reply.then(() => exchange?.ended) };
    },
    close: () => wire.close(),
  };
}

/** RFC 9110 §5.5. axios would drop what does not fit, silently, and with it the meaning of a signature. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

function sendableHeaders(headers: Readonly<Record<string, string>>): boolean {
  return Object.values(headers).every((value) => headerValue.test(value));
}

/** axios refused the request before its adapter ran. */
const notSendable = { code: 'REQUEST_INVALID', sent: false, answered: false } as const;

/** Names as the adapter writes them; its own accept, accept-encoding and user-agent replace the usual ones. */
function wireHeaders(own: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { ...usualHeaders };
  for (const name of Object.keys(own)) {
    const lower = name.toLowerCase();
    headers[Object.hasOwn(usualHeaders, lower) ? lower : name] = own[name] ?? '';
  }
  return headers;
}
