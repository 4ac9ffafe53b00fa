import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { parseJson } from './json-body.ts';
import type { BodyRule } from './openapi/operations.ts';
import { ProblemError } from './problem.ts';

// It also takes off a byte order mark, which exports for spreadsheets begin with.
const decoder = new TextDecoder('utf-8');

export type BodyReader = (req: Request, res: Response, rule: BodyRule) => Promise<unknown>;

/**
 * @param limitBytes most inflated bytes
 * @returns a reader of documented bodies: JSON parsed, other text as it is, undefined when an optional body is absent.
 * Express' own JSON parser is not used: it decodes any bytes and quotes the input in its errors.
 * @throws RangeError when the limit is none (body-parser took a misspelt limit for "no limit", CVE-2026-12590)
 */
export function createBodyReader(limitBytes: number): BodyReader {
  if (!Number.isSafeInteger(limitBytes) || limitBytes < 1)
    throw new RangeError('bodyLimitBytes must be a whole number');
  const collect = express.raw({ limit: limitBytes, type: () => true });
  return async (req, res, rule) => {
    const absent = req.headers['transfer-encoding'] === undefined && (req.headers['content-length'] ?? '0') === '0';
    if (absent && !rule.required) return undefined;
    if (absent) throw new ProblemError('BODY_MISSING');
    checkMediaType(req, rule);
    await run(collect, req, res);
    const bytes: unknown = req.body;
    if (!(bytes instanceof Uint8Array)) throw new ProblemError('BODY_MISSING');
    if (!isUtf8(bytes)) throw new ProblemError('BODY_NOT_UTF8');
    const text = decoder.decode(bytes);
    return rule.mediaType === 'application/json' ? parseJson(text) : text;
  };
}

function checkMediaType(req: Request, rule: BodyRule): void {
  if (req.headers['content-type'] === rule.mediaType) return;
  const [mediaType = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => /^\s*charset="?([^"\s]*)"?\s*$/.exec(parameter)?.[1]).find(Boolean);
  const isUtf8Declared = charset === undefined || charset === 'utf-8' || charset === 'utf8';
  if (mediaType.trim() === rule.mediaType && isUtf8Declared) return;
  const message = { zh: `Content-Type 必须是 ${rule.mediaType}（UTF-8）`, en: `must be ${rule.mediaType} in UTF-8` };
  throw new ProblemError('MEDIA_TYPE_UNSUPPORTED', {
    errors: [{ in: 'header', pointer: '/Content-Type', code: 'FIELD_VALUE', message }],
    headers: { Accept: rule.mediaType },
  });
}

function run(handler: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    handler(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
}
