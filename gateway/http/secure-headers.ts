import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers (OWASP HTTP Headers Cheat Sheet). Nothing may be loaded from anywhere; no script runs.
 * @param styleHash `'sha256-…'` of the one style element that /docs carries
 */
export function secureHeaders(styleHash = "'none'"): RequestHandler {
  return helmet({
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
}
