import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Express } from 'express';
import supertest from 'supertest';
import { expressPath } from '../../gateway/http/app.ts';
import { createOpsApp } from '../../gateway/http/index.ts';
import { loadDocument } from '../../gateway/http/openapi/document.ts';
import { readOperations } from '../../gateway/http/openapi/operations.ts';
import { ProblemError, problemDocument } from '../../gateway/http/problem.ts';
import { problemTypes } from '../../gateway/http/problem-types.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { silentMetrics } from '../dispatch/rig.ts';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi();
});
afterAll(() => api.close());

const readiness = { ok: true, checks: [{ name: 'store', ok: true }] };
const opsApp = (ready = () => Promise.resolve(readiness)) =>
  createOpsApp({
    metrics: {
      ...silentMetrics,
      render: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'tracehub_up 1\n' }),
    },
    ready,
  });

/** Method and path of every route in the app's own router. */
function servedRoutes(app: Express): string[] {
  return app.router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = new Set(route.stack.map(({ method }) => method));
    return [...methods].flatMap((method) => (method === undefined ? [] : [`${method} ${route.path}`]));
  });
}

describe('API9: served routes are the documented routes', () => {
  const documented = (ops: boolean) =>
    readOperations(loadDocument())
      .filter(({ tag }) => (tag === 'ops') === ops)
      .map(({ method, path }) => `${method} ${expressPath(path)}`);

  test('on the API port', () => expect(servedRoutes(api.app).sort()).toEqual(documented(false).sort()));
  test('on the second port', () => expect(servedRoutes(opsApp()).sort()).toEqual(documented(true).sort()));
});

describe('/openapi.json', () => {
  test('stands for itself: every reference resolves inside it', async () => {
    const { body, text } = await api.agent.get('/openapi.json').expect(200);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    expect(references.length).toBeGreaterThan(50);
    const lost = references.filter((reference) => {
      const steps = reference.replace('#/', '').split('/');
      return !reference.startsWith('#/') || steps.reduce((at, step) => Object(at)[step], body) === undefined;
    });
    expect(lost).toEqual([]);
    expect(body.components.schemas.TraceEvent.properties.lines.items.$ref).toBe('#/components/schemas/EventLine');
  });

  test('every object it describes for input refuses unknown fields', () => {
    const { schemas } = loadDocument().components;
    const open = Object.entries(schemas).filter(
      ([, schema]) =>
        schema.type === 'object' && schema.properties !== undefined && schema.additionalProperties === undefined,
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });
});

describe('/docs', () => {
  test('is one page: no script, nothing loaded, its style allowed by hash', async () => {
    const { text, headers } = await api.agent.get('/docs').expect(200).expect('Content-Type', /html/);
    expect(text).not.toMatch(/<script|<link|<img|src=|@import|url\(|https?:\/\/(?!\{host\})/);
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(text).not.toContain(' style="');
  });

  test('explains every operation, schema and problem, and its own links lead somewhere', async () => {
    const { text } = await api.agent.get('/docs').expect(200);
    for (const { id } of readOperations(loadDocument())) expect(text).toContain(`id="${id}"`);
    for (const code of Object.keys(problemTypes)) {
      const { type } = problemDocument(new ProblemError(code as keyof typeof problemTypes), 'en', 'x');
      expect(text).toContain(`id="${type.replace('/docs#', '')}"`);
    }
    const dead = [...text.matchAll(/href="#([^"]+)"/g)].filter(([, target]) => !text.includes(`id="${target}"`));
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});

describe('problem documents', () => {
  interface Vectors {
    readonly schema: object;
    readonly vectors: ReadonlyArray<{ readonly id: string; readonly valid: boolean; readonly body: unknown }>;
  }
  const { schema, vectors }: Vectors = JSON.parse(readFileSync('test/fixtures/http/problem-json.json', 'utf8'));
  const { $schema: _draft, $id: _id, ...rules } = Object(schema);
  const check = compileSchema(rules);

  test.each(vectors.filter(({ id }) => id !== 'problem-neg-4'))('vector $id', ({ body, valid }) => {
    expect(check(body).length === 0).toBe(valid);
  });

  test.each(Object.keys(problemTypes))('%s is a problem document of RFC 9457 in both languages', (code) => {
    const error = new ProblemError(code as keyof typeof problemTypes);
    const [en, zh] = [problemDocument(error, 'en', 'id'), problemDocument(error, 'zh', 'id')];
    expect(check(en)).toEqual([]);
    expect(zh.title).toMatch(/\p{Script=Han}/u);
    expect(en.title).not.toMatch(/\p{Script=Han}/u);
    expect([zh.type, zh.status, zh.code]).toEqual([en.type, en.status, en.code]);
  });

  test.each([
    [undefined, 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB,zh;q=0.5', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
  ])('Accept-Language %s is answered in %s', async (header, language) => {
    const request = api.as('a').get('/v1/nothing');
    if (header !== undefined) request.set('Accept-Language', header);
    const reply = await request.expect(404);
    expect(reply.headers['content-language']).toBe(language);
    expect(/\p{Script=Han}/u.test(reply.body.title)).toBe(language === 'zh');
    expect(reply.body.instance).toBe(`urn:uuid:${reply.headers['x-request-id']}`);
    expect(reply.body.status).toBe(404);
  });
});

describe('the second port', () => {
  test('/livez depends on nothing', async () => {
    const broken = supertest(opsApp(() => Promise.reject(new Error('store gone'))));
    await broken.get('/livez').expect(200, { status: 'ok' });
    for (const path of ['/readyz', '/healthz']) await broken.get(path).expect(503, { status: 'unavailable' });
  });

  test('/readyz says why only when asked', async () => {
    const checks = [{ name: 'draining', ok: false }];
    const draining = supertest(opsApp(() => Promise.resolve({ ok: false, checks })));
    await draining.get('/readyz').expect(503, { status: 'unavailable' });
    await draining.get('/readyz?verbose').expect(503, { status: 'unavailable', checks });
  });

  test('/metrics gives the text format, unknown paths nothing', async () => {
    const ops = supertest(opsApp());
    const reply = await ops
      .get('/metrics')
      .expect(200)
      .expect('Content-Type', /^text\/plain; version=0.0.4/);
    expect(reply.text).toBe('tracehub_up 1\n');
    await ops.get('/v1/links').expect(404);
  });
});
