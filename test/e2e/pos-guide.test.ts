import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findingClasses } from '../../gateway/ledger/contract.ts';
import { reasonCodes } from '../../gateway/verify/index.ts';
import { codeProblemMessages, codeWarnings } from '../../mappings/codes/index.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** A request of the guide and the reply it shows. */
interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly status: number;
  readonly reply: unknown;
}

const guide = (file: string) => readFile(new URL(`../../docs/guides/${file}`, import.meta.url), 'utf8');
/** The moment that the guide's documents carry; they are posted as of now. */
const writtenAt = '2026-07-01T10:00:00+08:00';
const minuteMs = 60_000;

function blocksOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```http\n([\s\S]*?)\n```$/gm)].map(([, block = '']) => block);
}

/** @throws Error where a request has no reply below it. */
function exchangesOf(markdown: string): Exchange[] {
  const blocks = blocksOf(markdown);
  if (blocks.length === 0 || blocks.length % 2 !== 0) throw new Error('requests and replies come in pairs');
  return blocks.flatMap((request, index) => {
    if (index % 2 !== 0) return [];
    const [head = '', body] = request.split('\n\n');
    const [first = '', ...headers] = head.split('\n');
    const [, method, path] = /^(GET|POST) (\S+)$/.exec(first) ?? [];
    const [status = '', reply] = (blocks[index + 1] ?? '').split('\n\n');
    const [, code] = /^HTTP\/1\.1 (\d{3})$/.exec(status) ?? [];
    if ((method !== 'GET' && method !== 'POST') || path === undefined || code === undefined)
      throw new Error(`not a request and its reply: ${first}, ${status}`);
    return {
      ...{ method, path, body },
      headers: Object.fromEntries(headers.map((line) => line.toLowerCase().split(': '))),
      status: Number(code),
      reply: reply === undefined ? undefined : JSON.parse(reply),
    };
  });
}

/** `…` is any value; an object has these members, a list these elements, among others; an empty list is empty. */
function shape(shown: unknown): unknown {
  if (shown === '…') return expect.anything();
  if (Array.isArray(shown) && shown.length > 0) return expect.arrayContaining(shown.map(shape));
  if (typeof shown !== 'object' || shown === null || Array.isArray(shown)) return shown;
  return expect.objectContaining(
    Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, shape(value)])),
  );
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
}, 60_000);
afterAll(() => sandbox.close());

test('both languages show the same requests and replies', async () => {
  expect(blocksOf(await guide('pos.zh-CN.md'))).toEqual(blocksOf(await guide('pos.md')));
});

test('every reason of a verdict and every class of findings is in both', async () => {
  const reasons = [...reasonCodes, ...Object.keys(codeProblemMessages), ...Object.keys(codeWarnings)];
  for (const file of ['pos.md', 'pos.zh-CN.md']) {
    const text = await guide(file);
    expect([...reasons, ...findingClasses].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  }
});

test('every request of the guide is answered as it shows', async () => {
  /** Ids by document number, and of the row of stock. */
  const ids = new Map<string, string>();
  const now = new Date(Date.now() - minuteMs).toISOString();
  for (const { method, path, headers, body, status, reply } of exchangesOf(await guide('pos.md'))) {
    const target = path.replace(/<(\w+)>/, (_, name: string) => ids.get(name) ?? name);
    const sent = body?.replaceAll(writtenAt, now);
    const answer = await sandbox.client.send(method, target, sent, { prefer: 'wait=0', ...headers });
    expect({ request: `${method} ${path}`, ...answer }).toEqual({
      request: `${method} ${path}`,
      status,
      body: reply === undefined ? expect.anything() : shape(reply),
    });
    const { documentNo, id, items } = answer.body;
    if (typeof documentNo === 'string' && typeof id === 'string') ids.set(documentNo, id);
    if (Array.isArray(items) && items[0]?.stock !== undefined) ids.set('stock', items[0].stock.id);
  }
}, 60_000);
