import iconv from 'iconv-lite';

const inContentType = /charset\s*=\s*"?([^\s;"]+)/i;
const inDeclaration = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/;
/** How much of the body is searched for an XML declaration. */
const declarationBytes = 256;
/** Chinese platforms write GB2312 and mean GBK; GB18030 holds both (GB 18030-2022). */
const widened: Readonly<Record<string, string>> = { gb2312: 'gb18030', gbk: 'gb18030' };

/**
 * The charset a body declares: Content-Type first (RFC 7303 §3.2), then the XML declaration, else UTF-8.
 * @returns undefined when it is declared and unknown
 */
export function declaredCharset(body: Uint8Array, contentType: string | undefined): string | undefined {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, declarationBytes)).toString(
    'latin1',
  );
  const declared = inContentType.exec(contentType ?? '')?.[1] ?? inDeclaration.exec(head)?.[1];
  if (declared === undefined) return 'utf-8';
  const charset = widened[declared.toLowerCase()] ?? declared;
  return iconv.encodingExists(charset) ? charset : undefined;
}

/**
 * @param maxBytes decode only so many
 * @returns the text without its byte order mark; undecodable bytes become U+FFFD, an unknown charset is read as UTF-8
 */
export function decodeBody(body: Uint8Array, contentType: string | undefined, maxBytes = body.byteLength): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, maxBytes));
  const charset = declaredCharset(body, contentType)?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8' || charset === 'utf8') return bytes.toString('utf8').replace(/^\uFEFF/, '');
  return iconv.decode(bytes, charset, { stripBOM: true });
}
