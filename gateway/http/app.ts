import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from '../observe/contract.ts';
import type { Routes } from './api-request.ts';
import { createAuthenticator } from './authenticate.ts';
import { buildDocsPage, docsStyleHash } from './docs/page.ts';
import { endpoint } from './endpoint.ts';
import { exchangeOf, openExchange } from './exchange.ts';
import { loadDocument } from './openapi/document.ts';
import { type Operation, readOperations, schemaCompiler } from './openapi/operations.ts';
import { ProblemError, problemReply } from './problem.ts';
import { createBodyReader } from './read-body.ts';
import { sendReply } from './reply.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { codeRoutes } from './routes/codes.ts';
import { consoleRoutes } from './routes/console.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { eventRoutes } from './routes/events.ts';
import { findingRoutes } from './routes/findings.ts';
import { institutionRoutes } from './routes/institutions.ts';
import { linkRoutes } from './routes/links.ts';
import { lookupRoutes } from './routes/lookups.ts';
import { policyRoutes } from './routes/policy.ts';
import { postEventsRoutes } from './routes/post-events.ts';
import { recogniseRoutes } from './routes/recognise.ts';
import { referenceRoutes } from './routes/reference.ts';
import { settlementRoutes } from './routes/settlement.ts';
import { stockRoutes } from './routes/uncoded-stock.ts';
import { verifyRoutes } from './routes/verify.ts';
import { virtualCodeRoutes } from './routes/virtual-code.ts';
import { withdrawRoutes } from './routes/withdraw.ts';
import { secureHeaders } from './secure-headers.ts';
import type { HttpServices } from './services.ts';
import { toProblem } from './to-problem.ts';

/** Operations of the second port (ops-app.ts). */
export const opsTag = 'ops';

/**
 * Builds the API: every operation of the OpenAPI document but those tagged `ops`, nothing else.
 * @throws Error when the document names an operation that no route serves or the other way round.
 */
export function createApp(services: HttpServices): Express {
  const document = loadDocument();
  const compile = schemaCompiler(document);
  const routes: Routes = {
    ...postEventsRoutes(services, {
      event: compile({ $ref: '#/components/schemas/TraceEvent' }),
      batch: compile({ type: 'array', minItems: 1, maxItems: 500 }),
    }),
    ...eventRoutes(services),
    ...settlementRoutes(services),
    ...withdrawRoutes(services),
    ...policyRoutes(services),
    ...stockRoutes(services),
    ...virtualCodeRoutes(services),
    ...codeRoutes(services),
    ...catalogueRoutes(services),
    ...recogniseRoutes(services),
    ...verifyRoutes(services),
    ...findingRoutes(services),
    ...deliveryRoutes(services),
    ...linkRoutes(services),
    ...lookupRoutes(services),
    ...institutionRoutes(services),
    ...referenceRoutes(services, document, buildDocsPage(document, services.errorCatalogue)),
    ...consoleRoutes(),
  };
  const operations = readOperations(document, (tag) => tag !== opsTag);
  const authenticate = createAuthenticator(services.store, services.clock);
  const readBody = createBodyReader(services.hub.server.bodyLimitBytes);

  const app = bareApp(docsStyleHash);
  app.use(openExchange(services));
  for (const operation of operations) {
    const route = routes[operation.id];
    if (route === undefined) throw new Error(`openapi.json: no route serves ${operation.id}`);
    app[operation.method](expressPath(operation.path), endpoint(operation, route, { authenticate, readBody }));
  }
  const undocumented = Object.keys(routes).filter((id) => operations.every((operation) => operation.id !== id));
  if (undocumented.length > 0) throw new Error(`openapi.json: does not know ${undocumented.join(', ')}`);
  for (const path of new Set(operations.map((operation) => operation.path))) {
    app.route(expressPath(path)).all(refuseMethod(operations.filter((operation) => operation.path === path)));
  }
  app.use(() => {
    throw new ProblemError('ROUTE_NOT_FOUND');
  });
  app.use(answerError(services.logger));
  return app;
}

/** An Express app with its leaks closed; paths match exactly as documented. */
export function bareApp(styleHash?: string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(secureHeaders(styleHash));
  return app;
}

/** `/v1/events/{id}` → `/v1/events/:id` */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function refuseMethod(operations: readonly Operation[]): RequestHandler {
  const allowed = operations.map(({ method }) => method.toUpperCase());
  const Allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : [])].join(', ');
  return () => {
    throw new ProblemError('METHOD_NOT_ALLOWED', { headers: { Allow } });
  };
}

/** Express knows an error handler by its four parameters. */
function answerError(logger: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const { requestId, language } = exchangeOf(req);
    const problem = toProblem(error);
    if (problem.code === 'INTERNAL_ERROR') logger.error('request failed', { request: requestId, detail: trace(error) });
    // Express' own handler would print the error, which may quote a payload, to stderr.
    if (res.headersSent) res.destroy();
    else sendReply(res, problemReply(problem, language, requestId));
  };
}

/** Name and place of an error without its message: that may quote a payload. */
function trace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 4).map((line) => line.trim())].join(' ');
}
