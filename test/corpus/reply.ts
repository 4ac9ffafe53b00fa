import type { FaultCategory } from '../../adapters/contract/index.ts';

/** What the server puts on the wire for one request, byte for byte. */
export interface Reply {
  /** Written in order; the next piece follows `everyMs` later, or in the next turn of the event loop. */
  readonly pieces: readonly Uint8Array[];
  readonly everyMs?: number;
  /** What becomes of the connection after the last piece. */
  readonly end: 'keep' | 'close' | 'reset';
}

/** One malformed reply and the only outcome that a write may have with it. */
export interface MalformedReply {
  readonly name: string;
  readonly reply: Reply;
  readonly expect: Expectation;
  /** The reply never ends by itself: only the deadline does. */
  readonly endless?: true;
}

/** Category and our code of the fault. */
export type Expectation = `${FaultCategory}/${string}`;

export type Headers = Readonly<Record<string, string>>;

export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : content;

/** A reply that proves that the platform took the delivery, by its body or by the address of what it made (Location). */
export interface Success {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly provenBy: 'body' | 'location';
}

/** The usual success: status 200, and what proves it in the body. */
export function inBody(body: string, contentType: string): Success {
  return { status: 200, headers: { 'content-type': contentType }, body, provenBy: 'body' };
}

/** @returns the part of a success that proves it. */
export function proofOf({ provenBy, headers, body }: Success): Buffer {
  return Buffer.from((provenBy === 'body' ? body : headers.location) ?? '');
}

/** @param proof in place of the success's own @returns the reply that carries it, well-framed but for what the proof itself breaks */
export function carrying(proof: Uint8Array, { provenBy, headers, body, status }: Success): Reply {
  if (provenBy === 'body') return http(proof, headers, status);
  return http(body, { ...headers, location: Buffer.from(proof).toString('latin1') }, status);
}

/** Bytes as they are: a broken head, a lie about the length. */
export function raw(content: string | Uint8Array, end: Reply['end'] = 'close'): Reply {
  return { pieces: [bytesOf(content)], end };
}

/** A well-formed HTTP reply around a body; a Content-Length among the headers replaces the true one. */
export function http(body: string | Uint8Array, headers: Headers = {}, status = 200): Reply {
  const content = bytesOf(body);
  const head = headOf(status, { 'content-length': String(content.byteLength), ...headers });
  return { pieces: [Buffer.concat([Buffer.from(head, 'latin1'), content])], end: 'keep' };
}

export function headOf(status: number, headers: Headers): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n`;
}

/** A chunked reply; the pieces are chunk data. */
export function chunked(body: readonly string[], headers: Headers = {}, status = 200): string {
  const chunks = body.map((data) => `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`);
  return `${headOf(status, { ...headers, 'transfer-encoding': 'chunked' })}${chunks.join('')}`;
}

/** The same bytes, one every 100 ms: slower than any deadline. */
export function dripped(content: string): Reply {
  return { pieces: [...bytesOf(content)].map((byte) => Uint8Array.of(byte)), everyMs: 100, end: 'keep' };
}
