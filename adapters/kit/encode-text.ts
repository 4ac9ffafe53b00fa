import iconv from 'iconv-lite';

export const charsets = ['utf-8', 'gbk'] as const;
export type Charset = (typeof charsets)[number];

/**
 * Encodes a request body in the charset a platform reads.
 * @returns undefined when a character has no place in that charset: iconv would write `?` in its stead, which is another text.
 */
export function encodeText(text: string, charset: Charset): Uint8Array | undefined {
  if (charset === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = iconv.encode(text, charset);
  return iconv.decode(bytes, charset) === text ? bytes : undefined;
}

/** Undecodable bytes become this; no platform writes it (Unicode 15 §5.22). */
const REPLACEMENT = '\uFFFD';

/**
 * Decodes a GBK body, widened to GB18030, which holds GB2312 and GBK unchanged (GB 18030-2022).
 * @returns undefined for bytes that are none: one wrong guess would be another name, or another number of quotes.
 */
export function decodeGbk(body: Uint8Array): string | undefined {
  const text = iconv.decode(Buffer.from(body.buffer, body.byteOffset, body.byteLength), 'gb18030');
  return text.includes(REPLACEMENT) ? undefined : text;
}
