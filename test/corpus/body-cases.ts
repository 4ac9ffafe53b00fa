import iconv from 'iconv-lite';
import type { Family } from './family.ts';
import { http, type MalformedReply, type Success } from './reply.ts';

const halves = [1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99];

/** Well-framed replies with the status of a success whose body is not in the family's language, and nothing else that proves one. */
export function bodyCases(
  { body: good, status }: Pick<Success, 'body' | 'status'>,
  { contentType, unreadable, foreign }: Pick<Family, 'contentType' | 'unreadable' | 'foreign'>,
): MalformedReply[] {
  const entry = (name: string, body: string | Uint8Array, type = contentType): MalformedReply => ({
    name: `body: ${name}`,
    reply: http(body, { 'content-type': type }, status),
    expect: unreadable,
  });
  const html = 'text/html; charset=utf-8';
  const bytes = Buffer.from(good);
  return [
    entry('empty', ''),
    entry('blank', ' \r\n\t '),
    entry('a byte order mark only', '\uFEFF'),
    ...halves.map((percent) => entry(`cut at ${percent} %`, bytes.subarray(0, (bytes.length * percent) / 100))),
    entry('without its last byte', bytes.subarray(0, -1)),
    entry('without its first byte', bytes.subarray(1)),
    entry('twice', good + good),
    entry('rubbish behind it', `${good}}>`),
    entry('a script around it', `callback(${good});`),
    entry('NUL bytes', new Uint8Array(64)),
    entry('a NUL in front', `\0${good}`),
    entry('UTF-16', iconv.encode(good, 'utf16-le', { addBOM: true })),
    entry('compressed without saying so', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)),
    entry('a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'image/png'),
    entry('plain text', 'SUCCESS', 'text/plain'),
    entry('a form', 'infcode=0&msg_code=SUCCESS&Code=0', 'application/x-www-form-urlencoded'),
    entry('an HTML page', '<html><body>502 Bad Gateway</body></html>', html),
    entry('an HTML page that calls itself the real thing', '<html><body>SUCCESS</body></html>'),
    entry('a success inside an HTML page', `<html><body>${good}</body></html>`, html),
    entry('257 KB of HTML without a colon', `<html><body>${'<p>blocked</p>'.repeat(19_000)}</body></html>`, html),
    entry('257 KB of open tags', '<p '.repeat(87_000), html),
    entry('1 MB of one character', 'a'.repeat(1_000_000)),
    entry('1 MB of blanks', ' '.repeat(1_000_000)),
    entry('1 MB of quotes', '"'.repeat(1_000_000)),
    entry('1 MB of brackets', '['.repeat(1_000_000)),
    entry('1 MB of angle brackets', '<'.repeat(1_000_000)),
    entry('1 MB of escapes', `"${'\\u0000'.repeat(160_000)}`),
    entry('a document type', `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">${good}`),
    entry('a billion laughs', `${laughs()}<x>&l9;</x>`),
    entry('an entity that reads a file', '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'),
    entry('JSON 10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000)),
    entry('XML 10,000 deep', '<a>'.repeat(10_000) + '</a>'.repeat(10_000)),
    {
      ...entry('longer than its length', good),
      reply: http(good, { 'content-type': contentType, 'content-length': '30' }, status),
    },
    ...foreign.map((body, index) => entry(`the other language (${index + 1})`, body)),
  ];
}

/** The entity bomb of ten levels, ten times each. */
function laughs(): string {
  const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${levels.join('')}]>`;
}
