import type { Request, RequestHandler } from 'express';
import type { Route } from './api-request.ts';
import type { Caller } from './authenticate.ts';
import { checkBody, parameterCheck } from './check-request.ts';
import { exchangeOf } from './exchange.ts';
import type { Operation } from './openapi/operations.ts';
import { ProblemError } from './problem.ts';
import type { BodyReader } from './read-body.ts';
import { sendReply } from './reply.ts';

export interface EndpointTools {
  authenticate(headers: Request['headers']): Promise<Caller>;
  readonly readBody: BodyReader;
}

/** Of the open routes, which look at no caller. */
const nobody: Caller = { tenant: '', role: 'tenant', actor: '' };

/**
 * The way of every request: who calls → may they → are the parameters right → body → the route. The body of a stranger is never
 * read. Whatever is thrown goes to the error handler of the app.
 */
export function endpoint(
  operation: Operation,
  route: Route,
  { authenticate, readBody }: EndpointTools,
): RequestHandler {
  const checkParameters = parameterCheck(operation);
  return async (req, res) => {
    const exchange = exchangeOf(req);
    exchange.operation = operation.id;
    const caller = operation.open ? nobody : await authenticate(req.headers);
    if (!operation.open) exchange.tenant = caller.tenant;
    if (operation.role === 'operator' && caller.role !== 'operator') throw new ProblemError('ROLE_REQUIRED');
    const parameters = checkParameters(req);
    const body = operation.body === undefined ? undefined : await readBody(req, res, operation.body);
    if (route.checksBody !== true && body !== undefined) checkBody(body, operation);
    const { requestId, language } = exchange;
    sendReply(res, await route.handle({ caller, requestId, language, ...parameters, body }));
  };
}
