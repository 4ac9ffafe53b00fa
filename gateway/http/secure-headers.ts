import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers (OWASP HTTP Headers Cheat Sheet). Nothing may be loaded from anywhere; no script runs.
 * helmet says once what they are: they are the same for every reply, and its chain of handlers costs as much as the router.
 * @param styleHash `'sha256-…'` of the one style element that /docs carries
 */
export function secureHeaders(styleHash = "'none'"): RequestHandler {
  const headers = headersOf(styleHash);
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

function headersOf(styleHash: string): ReadonlyArray<readonly [string, string]> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const handler = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: [styleHash],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  let done = false;
  handler(request, response, (error?: unknown) => {
    if (error !== undefined) throw error;
    done = true;
  });
  if (!done) throw new Error('helmet did not set its headers at once');
  return response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]);
}
