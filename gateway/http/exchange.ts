import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from '../observe/contract.ts';
import type { Language } from './language.ts';

/** What accompanies one request through the app. `tenant` and `operation` are filled in on the way, for the log. */
export interface Exchange {
  readonly requestId: string;
  readonly language: Language;
  tenant?: string;
  operation?: string;
}

const exchanges = new WeakMap<Request, Exchange>();

/** @returns the exchange of a request that has passed `openExchange`. */
export function exchangeOf(req: Request): Exchange {
  const exchange = exchanges.get(req);
  if (exchange === undefined) throw new Error('openExchange must come first');
  return exchange;
}

/** First handler of the app: request id, language (English unless the caller prefers Chinese), one log line at the end. */
export function openExchange(services: { readonly logger: Logger; readonly newId: () => string }): RequestHandler {
  const { logger, newId } = services;
  return (req, res, next) => {
    const startedAt = performance.now();
    const language = languageOf(req);
    const exchange: Exchange = { requestId: newId(), language };
    exchanges.set(req, exchange);
    res.setHeader('X-Request-Id', exchange.requestId);
    res.setHeader('Content-Language', language);
    res.setHeader('Vary', 'Accept-Language');
    res.setHeader('Cache-Control', 'no-store');
    res.once('close', () => logAccess(logger, exchange, res, performance.now() - startedAt));
    next();
  };
}

function languageOf(req: Request): Language {
  if (req.headers['accept-language'] === undefined) return 'en';
  return req.acceptsLanguages('en', 'zh') === 'zh' ? 'zh' : 'en';
}

/** The route by its documented name, never the URL: queries may hold trace codes. */
function logAccess(logger: Logger, exchange: Exchange, res: Response, durationMs: number): void {
  const { requestId, tenant, operation } = exchange;
  logger.info('request', {
    request: requestId,
    status: res.statusCode,
    durationMs: Math.round(durationMs * 100) / 100,
    ...(tenant === undefined ? {} : { tenant }),
    ...(operation === undefined ? {} : { operation }),
    ...(res.writableFinished ? {} : { detail: 'caller left before the reply' }),
  });
}
