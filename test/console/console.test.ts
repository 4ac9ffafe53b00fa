import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contentSecurityPolicy, loadConsole } from '../../gateway/console/index.ts';
import { createApi } from '../http/rig.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { pages, files } = loadConsole();
const scripts = [...files].filter(([name]) => name.endsWith('.js'));

describe('the files of the page', () => {
  test('every file that the page or a script names is there', () => {
    const named = [...pages.en.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(named).toContain('console/app.js');
    const imported = scripts.flatMap(([, { text }]) =>
      [...text.matchAll(/\bfrom '([^']+)';$/gm)].map(([, path = '']) => posix.join('console', path)),
    );
    expect(imported.length).toBeGreaterThan(20);
    const lost = [...named, ...imported].filter((path) => !files.has(posix.relative('console', path)));
    expect(lost).toEqual([]);
  });

  test('nothing is loaded from elsewhere, nothing is set as markup, no handler or style stands in the markup', () => {
    for (const { text } of [...Object.values(pages), ...files.values()]) {
      expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
      expect(text).not.toMatch(
        /\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage/,
      );
    }
    for (const { text } of Object.values(pages))
      expect(text).not.toMatch(/ on\w+=| style=|<script(?! type="module" src=)/);
  });

  test('the scripts are sound by their types, the API taken from the OpenAPI document', () => {
    const check = () =>
      execFileSync(`${root}/node_modules/.bin/tsc`, ['-p', 'gateway/console/client'], { cwd: root, encoding: 'utf8' });
    expect(check).not.toThrow();
  });

  test('every text of the page is in both languages', async () => {
    const { speaker, term } = await load('texts.js');
    const source = files.get('texts.js')?.text ?? '';
    const keys = [...source.matchAll(/^ {2}(?:'([\w-]+)'|(\w+)): \[/gm)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    );
    expect(keys.length).toBeGreaterThan(100);
    for (const key of keys) {
      expect(speaker('zh')(key)).toMatch(/\p{Script=Han}/u);
      expect(speaker('en')(key)).not.toMatch(/\p{Script=Han}/u);
    }
    expect(term('a-kind-of-tomorrow', 'zh')).toBe('a-kind-of-tomorrow');
  });
});

describe('times', () => {
  test.each([
    ['2026-07-01T00:00:00Z', 'en', /^3 min\.? ago$/],
    ['2026-07-01T00:00:00Z', 'zh', /^3分钟前$/],
    ['2026-07-01T00:03:08Z', 'en', /^in 8 sec/],
    ['2026-06-28T00:00:00Z', 'en', /^3 days ago$/],
    ['2026-07-01T00:03:00.400Z', 'en', /^now$/],
  ])('%s is said in %s as %s', async (instant, language, said) => {
    const { distance } = await load('format.js');
    expect(distance(instant, Date.parse('2026-07-01T00:03:00Z'), language)).toMatch(said);
  });
});

describe('what a key may do', () => {
  const link = {
    id: 'l1',
    title: 'Link one',
    adapter: 'demo',
    protocol: 'rest',
    profile: 'demo/base',
    status: 'isolated',
    isolated: { since: '2026-07-01T00:00:00Z' },
    breaker: 'closed',
    openings: 0,
    inFlight: 0,
    maxInFlight: 8,
  };
  const forOperators = { endpoint: 'http://127.0.0.1:1/', deliveries: { parked: 2 }, holds: [] };
  const shown = async (given: object) => {
    const { initialState } = await load('state.js');
    const { linksView } = await load('view-links.js');
    const state = { ...initialState('en', 'key'), links: [given] };
    return JSON.stringify(linksView(state, { shower: () => undefined }));
  };

  test('an operator is offered what operators may do', async () => {
    const text = await shown({ ...link, ...forOperators });
    for (const words of ['Restore', 'Probe', 'parked', '"2"']) expect(text).toContain(words);
  });

  test('a tenant sees how the link is, is offered nothing, and told why figures are missing', async () => {
    const text = await shown(link);
    for (const words of ['Link one', 'isolated', 'closed', 'shown to operators']) expect(text).toContain(words);
    for (const words of ['Restore', 'Probe', 'button']) expect(text).not.toContain(words);
  });
});

describe('suspicious packs', () => {
  const finding = {
    id: 'f1',
    class: 'sold-twice',
    title: 'One code sold more than once',
    code: '81853860111704596503',
    severity: 'high',
    foundAt: '2026-07-01T00:00:00Z',
  };
  const shown = async (findings: object | undefined, language = 'en') => {
    const { initialState } = await load('state.js');
    const { findingsView } = await load('view-findings.js');
    const state = { ...initialState(language, 'key'), now: Date.parse('2026-07-01T00:03:00Z'), findings };
    return JSON.stringify(findingsView(state));
  };

  test('are shown with class, severity, code and when', async () => {
    const text = await shown({ items: [finding], isMore: false });
    for (const words of [finding.title, finding.class, finding.code, '▲', 'high', '3 min'])
      expect(text).toContain(words);
    expect(text).not.toContain('newest');
    expect(await shown({ items: [finding], isMore: false }, 'zh')).toMatch(/严重程度.*"高"/);
  });

  test('none, more than fit, and not yet known are said', async () => {
    expect(await shown({ items: [], isMore: false })).toContain('None is open');
    expect(await shown({ items: [finding], isMore: true })).toContain('newest 10');
    expect(await shown(undefined)).toContain('Loading');
  });
});

describe('served', () => {
  let api: Awaited<ReturnType<typeof createApi>>;
  beforeAll(async () => {
    api = await createApi();
  });
  afterAll(() => api.close());

  test('without a key, in the language of the reader, under a policy that lets nothing else in', async () => {
    const chinese = await api.agent.get('/console').set('Accept-Language', 'zh-CN').expect(200);
    expect(chinese.text).toContain('<html lang="zh-CN">');
    const english = await api.agent
      .get('/console')
      .expect(200)
      .expect('Content-Type', /^text\/html/);
    expect(english.text).toContain('<html lang="en">');
    for (const { headers } of [chinese, english]) {
      expect(headers['content-security-policy']).toBe(contentSecurityPolicy);
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|data:|https?:/);
  });

  test.each([
    ['app.js', /^text\/javascript/],
    ['style.css', /^text\/css/],
    ['icon.svg', /^image\/svg\+xml/],
  ])('%s under its media type', async (name, type) => {
    const { headers } = await api.agent.get(`/console/${name}`).expect(200).expect('Content-Type', type);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test.each(['index.html', 'none.js', '..%2Findex.ts', 'tsconfig.json'])('%s is not found', async (name) => {
    await api.agent
      .get(`/console/${name}`)
      .expect(404)
      .expect('Content-Type', /^application\/problem\+json/);
  });
});

/** What the tests use of the page's modules; their types proper know the browser, which the tests' compiler does not. */
interface Modules {
  'texts.js': { speaker(language: string): (key: string) => string; term(word: string, language: string): string };
  'state.js': { initialState(language: string, key: string): object };
  'view-links.js': { linksView(state: object, actions: object): object };
  'view-findings.js': { findingsView(state: object): object };
  'format.js': { distance(instant: string, now: number, language: string): string };
}

async function load<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  return await import(fileURLToPath(new URL(`../../gateway/console/client/${name}`, import.meta.url)));
}
