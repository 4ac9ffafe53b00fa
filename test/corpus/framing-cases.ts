import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  chunked,
  dripped,
  type Expectation,
  headOf,
  http,
  type MalformedReply,
  type Reply,
  raw,
  type Success,
} from './reply.ts';

const reset = 'unknown-outcome/CONNECTION_RESET';
const truncated = 'unknown-outcome/REPLY_TRUNCATED';
const malformed = 'unknown-outcome/REPLY_MALFORMED';
const tooLarge = 'unknown-outcome/REPLY_TOO_LARGE';
const timeout = 'unknown-outcome/REPLY_TIMEOUT';

/** Above `maxReplyBytes` of the sandbox (2 MiB). */
const beyondLimit = 3 * 1024 * 1024;
/** Above undici's `maxHeaderSize` (16 KiB). */
const hugeHeader = 'x'.repeat(100_000);
/** 50 MB of blanks come as 50 KB. */
const blanks = Buffer.alloc(50_000_000, ' ');
const bombs = { gzip: gzipSync(blanks), br: brotliCompressSync(blanks), deflate: deflateSync(blanks) };

/**
 * Replies that go wrong below the body: on the wire, in HTTP, in the content coding. What they carry is always a success, so that
 * whatever reads it too early or too trustingly takes the case for delivered.
 */
export function framingCases({ body: good, headers: type, status }: Success): MalformedReply[] {
  const length = Buffer.byteLength(good);
  const whole = `${headOf(status, { ...type, 'content-length': String(length) })}${good}`;
  const withHead = (lines: string) => raw(`${headOf(status, type).slice(0, -2)}${lines}\r\n${good}`);
  const inChunks = (body: readonly string[]) => chunked(body, type, status);
  const claims = (claimed: string, end: Reply['end'] = 'close') =>
    raw(`${headOf(status, { ...type, 'content-length': claimed })}${good}`, end);
  const packed = (encoding: string, body: Uint8Array) => http(body, { ...type, 'content-encoding': encoding }, status);
  const gzipped = gzipSync(good);
  const damaged = Buffer.from(gzipped);
  damaged.fill(0xff, 20, 40);
  const wrongSum = Buffer.from(gzipped);
  wrongSum.fill(0, gzipped.length - 8, gzipped.length - 4);

  return [
    ...each('connection', [
      ['closed before any byte', raw(''), reset],
      ['reset before any byte', raw('', 'reset'), reset],
      ['closed within the status line', raw(whole.slice(0, 7)), truncated],
      ['closed after the status line', raw(`HTTP/1.1 ${status} X\r\n`), truncated],
      ['closed within the head', raw(whole.slice(0, whole.indexOf('\r\n\r\n'))), truncated],
      ['closed after the head', raw(whole.slice(0, whole.indexOf('\r\n\r\n') + 4)), truncated],
      ['reset after the head', raw(whole.slice(0, whole.indexOf('\r\n\r\n') + 4), 'reset'), truncated],
      ['reset in the middle of the body', raw(whole.slice(0, -Math.floor(good.length / 2)), 'reset'), truncated],
      ['reset before the last byte', raw(whole.slice(0, -1), 'reset'), truncated],
      ...[1, 10, 25, 50, 75, 90, 99].map((percent): Row => {
        const cut = Math.floor((length * percent) / 100);
        return [`closed after ${percent} % of the body`, raw(Buffer.from(whole).subarray(0, cut - length)), truncated];
      }),
    ]),
    ...each('length', [
      ['more promised than sent', claims(String(length + 1)), truncated],
      ['far more promised than sent', claims(String(length + 1_000_000)), truncated],
      ['more promised than the limit allows', claims(String(beyondLimit), 'keep'), tooLarge],
      ['no number', claims('many'), malformed],
      ['empty', claims(''), malformed],
      ['negative', claims('-1'), malformed],
      ['hexadecimal', claims(`0x${length.toString(16)}`), malformed],
      ['with a fraction', claims(`${length}.0`), truncated],
      ['beyond 64 bits', claims('99999999999999999999999'), truncated],
      ['two that differ', withHead(`content-length: ${length}\r\ncontent-length: 2\r\n`), truncated],
      ['beside chunks', withHead(`content-length: ${length}\r\ntransfer-encoding: chunked\r\n`), truncated],
    ]),
    ...each('chunks', [
      ['no end', raw(inChunks([good])), truncated],
      ['cut within a chunk', raw(inChunks([good]).slice(0, -10)), truncated],
      ['size no number', raw(`${inChunks([])}zz\r\n${good}\r\n0\r\n\r\n`), malformed],
      ['size negative', raw(`${inChunks([])}-5\r\n${good}\r\n0\r\n\r\n`), malformed],
      ['size beyond 64 bits', raw(`${inChunks([])}fffffffffffffffff\r\n${good}\r\n0\r\n\r\n`), malformed],
      ['size too small', raw(`${inChunks([])}2\r\n${good}\r\n0\r\n\r\n`), malformed],
      ['size too large', raw(`${inChunks([])}ffff\r\n${good}\r\n0\r\n\r\n`), truncated],
      ['no line end after the size', raw(`${inChunks([])}${length.toString(16)}${good}0\r\n\r\n`), malformed],
      ['reset between two', raw(inChunks([good.slice(0, 20)]), 'reset'), truncated],
      ['more than the limit', raw(inChunks(Array.from({ length: 48 }, () => ' '.repeat(65_536))), 'keep'), tooLarge],
    ]),
    ...each('HTTP', [
      ['another protocol', raw('SSH-2.0-OpenSSH_9.2\r\n'), malformed],
      ['a TLS alert', raw(Uint8Array.of(0x15, 3, 1, 0, 2, 2, 70)), malformed],
      ['HTTP/0.9: a body and nothing else', raw(good), malformed],
      ['HTTP/3.0', raw(whole.replace('HTTP/1.1', 'HTTP/3.0')), malformed],
      ['a status of two digits', raw(whole.replace(String(status), '20')), malformed],
      ['a status that is a word', raw(whole.replace(String(status), 'OK')), malformed],
      ['header without a colon', withHead(`content-length ${length}\r\n`), malformed],
      ['header name with a blank', withHead(`x bad: 1\r\ncontent-length: ${length}\r\n`), malformed],
      ['header with a NUL', withHead(`x-bad: a\0b\r\ncontent-length: ${length}\r\n`), malformed],
      ['injected line end', withHead(`x-bad: a\rset-cookie: b\r\ncontent-length: ${length}\r\n`), malformed],
      ['header of 100 KB', withHead(`x-huge: ${hugeHeader}\r\ncontent-length: ${length}\r\n`), malformed],
      ['2,500 headers', withHead(`${'x-many: 1\r\n'.repeat(2500)}content-length: ${length}\r\n`), malformed],
      ['switching protocols', raw(`HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n${whole}`), truncated],
      [
        'an error and, unasked, a success',
        raw(`${headOf(500, { 'content-length': '0' })}${whole}`, 'keep'),
        'unknown-outcome/HTTP_SERVER_ERROR',
      ],
      ['interim replies, then the end', raw(`${headOf(100, {})}${headOf(103, {})}`), truncated],
    ]),
    ...each('coding', [
      ['gzip that is none', packed('gzip', Buffer.from(good)), malformed],
      ['gzip damaged', packed('gzip', damaged), malformed],
      ['gzip with a wrong checksum', packed('gzip', wrongSum), malformed],
      ['gzip cut short', packed('gzip', gzipped.subarray(0, -12)), truncated],
      ['gzip bomb', packed('gzip', bombs.gzip), tooLarge],
      ['brotli bomb', packed('br', bombs.br), tooLarge],
      ['deflate bomb', packed('deflate', bombs.deflate), tooLarge],
      ['brotli that is none', packed('br', Buffer.from(good)), malformed],
      ['unknown', packed('zstd', Buffer.from(good)), malformed],
      ['twice packed', packed('gzip, gzip', gzipSync(gzipped)), malformed],
    ]),
    ...each('no end', [
      ['no reply at all', raw('', 'keep'), timeout],
      ['the status line only', raw(`HTTP/1.1 ${status} X\r\n`, 'keep'), timeout],
      ['all but the last byte', raw(whole.slice(0, -1), 'keep'), timeout],
      ['chunks without an end', raw(inChunks([good]), 'keep'), timeout],
      ['a head byte by byte', dripped(whole), timeout],
      ['a body byte by byte', drippedBody(whole), timeout],
      [
        'interim replies for ever',
        { pieces: Array(1000).fill(Buffer.from(headOf(102, {}))), everyMs: 10, end: 'keep' },
        timeout,
      ],
    ]).map((entry): MalformedReply => ({ ...entry, endless: true })),
  ];
}

type Row = readonly [string, Reply, Expectation];

function each(group: string, rows: readonly Row[]): MalformedReply[] {
  return rows.map(([name, reply, expect]) => ({ name: `${group}: ${name}`, reply, expect }));
}

function drippedBody(whole: string): Reply {
  const start = whole.indexOf('\r\n\r\n') + 4;
  const { pieces } = dripped(whole.slice(start));
  return { ...dripped(''), pieces: [Buffer.from(whole.slice(0, start)), ...pieces] };
}
