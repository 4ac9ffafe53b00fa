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
