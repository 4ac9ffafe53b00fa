import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** What a route answers: data only, written in one place. */
export interface Reply {
  readonly status: number;
  /** An object is sent as JSON (from status 400 on as problem+json), a string as it is. */
  readonly body: object | string;
  readonly contentType?: string;
  /** Sent piece by piece instead of `body`: what is too large to be held. */
  readonly stream?: AsyncIterable<string>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns the media type that a JSON reply of this status carries. */
export function jsonType(status: number): string {
  return status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json; charset=utf-8';
}

/** A short text leaves in one write with its head. A long one would be read through for its length and again for its encoding. */
const encodedOnceFrom = 16_384;

/** Writes the reply. Express' own res.json is not used: it would hash every body for an ETag. */
export function sendReply(res: Response, reply: Reply): void {
  if (reply.stream !== undefined) {
    sendStream(res, reply, reply.stream);
    return;
  }
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const body = text.length < encodedOnceFrom ? text : Buffer.from(text);
  res.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) res.setHeader(name, value);
  res.setHeader('Content-Type', reply.contentType ?? jsonType(reply.status));
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.end(body);
}

/** A failure half way can only end the connection: the caller sees that the chunked body is not complete. */
function sendStream(res: Response, reply: Reply, stream: AsyncIterable<string>): void {
  res.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) res.setHeader(name, value);
  res.setHeader('Content-Type', reply.contentType ?? 'text/plain; charset=utf-8');
  pipeline(Readable.from(stream, { objectMode: false }), res).catch(() => res.destroy());
}
