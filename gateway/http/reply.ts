import type { Response } from 'express';

/** What a route answers: data only, written in one place. */
export interface Reply {
  readonly status: number;
  /** An object is sent as JSON (from status 400 on as problem+json), a string as it is. */
  readonly body: object | string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns the media type that a JSON reply of this status carries. */
export function jsonType(status: number): string {
  return status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json; charset=utf-8';
}

/** Writes the reply. Express' own res.json is not used: it would hash every body for an ETag. */
export function sendReply(res: Response, reply: Reply): void {
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  res.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) res.setHeader(name, value);
  res.setHeader('Content-Type', reply.contentType ?? jsonType(reply.status));
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
