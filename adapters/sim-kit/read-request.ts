import type { IncomingMessage } from 'node:http';
import type { SimRequest } from './platform.ts';

/** More than the largest documented request: 3,500 codes of 20 digits, or 100 goods rows. */
const maxBodyBytes = 4 * 1024 * 1024;

/** @returns the whole request; undefined when the body is too large or the client went away. */
export async function readRequest(message: IncomingMessage): Promise<SimRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message) {
      if (!Buffer.isBuffer(chunk)) return undefined;
      size += chunk.length;
      if (size > maxBodyBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    // Aborted by the client: there is nobody to answer, and nothing has been booked.
    return undefined;
  }
  return {
    method: message.method ?? '',
    url: new URL(message.url ?? '/', 'http://simulator'),
    headers: flatten(message.headers),
    body: Buffer.concat(chunks),
  };
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** @returns the text, or undefined when the bytes are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
