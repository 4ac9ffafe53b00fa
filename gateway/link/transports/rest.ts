import axios, { type AxiosAdapter } from 'axios';
import type { NativeRequest } from '../../../adapters/contract/index.ts';
import { type Exchange, failedExchange, type Transport, type TransportReply } from './contract.ts';
import { acceptedEncodings } from './inflate.ts';
import { requestTarget } from './request-target.ts';
import type { Wire, WireExchange } from './wire.ts';

const userAgent = 'TraceHub';

/**
 * axios as the HTTP client interface, our wire as its adapter. Every default of axios that hurts is off: redirects (it re-sends bodies
 * and signature headers to other hosts), environment proxies, absolute URLs, body transforms (broken JSON becomes a string with status
 * 200, long numbers are rounded), status checks.
 */
export function createRestTransport(wire: Wire): Transport {
  const client = axios.create({
    baseURL: wire.endpoint.origin,
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    proxy: false,
    responseType: 'arraybuffer',
    transformRequest: [],
    transformResponse: [],
    validateStatus: () => true,
    headers: { common: { Accept: '*/*', 'Accept-Encoding': acceptedEncodings, 'User-Agent': userAgent } },
  });

  return {
    send(request: NativeRequest, signal: AbortSignal): Exchange {
      if (request.protocol !== 'rest') return failedExchange('REQUEST_INVALID');
      const target = requestTarget(wire.endpoint, request.path, request.query);
      if (target === undefined || !sendableHeaders(request.headers)) return failedExchange('REQUEST_INVALID');
      const { method, body } = request;
      let exchange: WireExchange | undefined;
      // The signal goes to the wire and not to axios, which would replace our failure by its own cancellation.
      const adapter: AxiosAdapter = async (config) => {
        const headers = textHeaders(config.headers.toJSON());
        exchange = wire.send({ method, target, headers, ...(body === undefined ? {} : { body }) }, signal);
        const reply = await exchange.reply;
        return { data: reply, status: reply.status, statusText: '', headers: {}, config };
      };
      const reply = client
        .request<Awaited<WireExchange['reply']>>({ method, url: target, headers: { ...request.headers }, adapter })
        .then(
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

/** axios refused the request before its adapter ran: a header value it cannot send. */
const notSendable = { code: 'REQUEST_INVALID', sent: false, answered: false } as const;

function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
