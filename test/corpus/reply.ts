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
export function chunked(body: readonly string[], headers: Headers = {}): string {
  const chunks = body.map((data) => `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`);
  return `${headOf(200, { ...headers, 'transfer-encoding': 'chunked' })}${chunks.join('')}`;
}

/** The same bytes, one every 100 ms: slower than any deadline. */
export function dripped(content: string): Reply {
  return { pieces: [...bytesOf(content)].map((byte) => Uint8Array.of(byte)), everyMs: 100, end: 'keep' };
}
