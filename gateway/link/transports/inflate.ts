import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { WireFailure } from './exchange.ts';
import { systemCode } from './failure-code.ts';

type Inflate = (body: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>;

/** What we offer to the peer. */
export const acceptedEncodings = 'gzip, deflate, br';

const inflateZlib: Inflate = promisify(inflate);
const inflateBare: Inflate = promisify(inflateRaw);
/** Deflate means zlib (RFC 9110 §8.4.1.2), but some servers send the bare stream; the low nibble of a zlib header is 8 (RFC 1950). */
const inflateEither: Inflate = (body, limit) => ((body[0] ?? 0) % 16 === 8 ? inflateZlib : inflateBare)(body, limit);

const decoders: Readonly<Record<string, Inflate>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: inflateEither,
  br: promisify(brotliDecompress),
};

/**
 * Undoes the content coding of a reply; the limit counts inflated bytes (a 199 KB gzip can hold 200 MB).
 * @param encoding the Content-Encoding header, one coding at most
 * @throws WireFailure REPLY_TOO_LARGE, REPLY_TRUNCATED (stream ends early) or REPLY_MALFORMED
 */
export async function inflateBody(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const coding = encoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity' || body.byteLength === 0) return body;
  const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
  if (decode === undefined) throw new WireFailure('REPLY_MALFORMED');
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new WireFailure('REPLY_TOO_LARGE');
    throw new WireFailure(code === 'Z_BUF_ERROR' ? 'REPLY_TRUNCATED' : 'REPLY_MALFORMED');
  }
}
