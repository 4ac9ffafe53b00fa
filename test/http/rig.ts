import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import supertest from 'supertest';
import { type Adapter, type IdContext, type Outcome, RequestError } from '../../adapters/contract/index.ts';
import type { Route } from '../../config/types.ts';
import { createCatalogue } from '../../gateway/catalogue/index.ts';
import { createDirectory } from '../../gateway/directory/index.ts';
import type { Question } from '../../gateway/dispatch/index.ts';
import { createApp, createErrorCatalogue, type HttpServices, newKey, serve } from '../../gateway/http/index.ts';
import { loadDocument } from '../../gateway/http/openapi/document.ts';
import { readOperations, schemaCompiler } from '../../gateway/http/openapi/operations.ts';
import { createFindParents, createFindRepeats, createIntake, createUuidv7 } from '../../gateway/intake/index.ts';
import { createFindings, createLedger } from '../../gateway/ledger/index.ts';
import { realClock } from '../../gateway/link/index.ts';
import type { LinkRuntime } from '../../gateway/link/runtime.ts';
import { createLookupService } from '../../gateway/lookup/index.ts';
import type { Delivery } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { createVerifyService } from '../../gateway/verify/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { compilePolicy, type Policy } from '../../mappings/policy/index.ts';
import { fakeRuntime } from '../dispatch/fake-platform.ts';
import { recordingLogger, silentMetrics } from '../dispatch/rig.ts';
import { now, route } from '../intake/event.ts';

const text = { type: 'string', minLength: 1 };
const document = loadDocument();
const compile = schemaCompiler(document);

export const limits = {
  host: '127.0.0.1',
  port: 0,
  maxConnections: 50,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
};

/**
 * A link whose institutions need an id and a secret. `hunan` settles and takes sales back, `shared` takes them back by numbers that
 * others may have used, others do not.
 */
export function runtime(id: string): LinkRuntime {
  const withdraw = id === 'shared' ? ({ sharesNumbers: true } as const) : id === 'hunan';
  const fake = fakeRuntime(id, () => ({ type: 'ok' }), { withdraw, login: id === 'shared' });
  const identitySchema = {
    type: 'object',
    additionalProperties: false,
    required: ['shop'],
    properties: { shop: text },
  };
  const credentialsSchema = {
    type: 'object',
    additionalProperties: false,
    required: ['secret'],
    properties: { secret: text },
  };
  const adapter = { ...fake.adapter, identitySchema, credentialsSchema };
  if (id === 'hunan') return { ...fake, adapter: { ...adapter, settlementFragment } };
  return { ...fake, adapter: { ...adapter, operations: { ...adapter.operations, ...lookupOf(adapter) } } };
}

/** A look-up by code, of the link that has one. */
function lookupOf({ operations }: Adapter) {
  const { ping } = operations;
  if (ping === undefined) throw new Error('no ping');
  const lookup = {
    params: { type: 'object', additionalProperties: false, required: ['code'], properties: { code: text } },
    cacheMs: 60_000,
    answers: { zh: '名称', en: 'the name' },
    example: { code: '8' },
  };
  return { 'code-name': { ...ping, id: 'code-name', title: { zh: '查名', en: 'Name of a code' }, lookup } };
}

/** The codes of the lines that the link hears of, under the institution's native identity. */
function settlementFragment(event: RecognisedEvent, { institution }: IdContext) {
  const codes = event.lines.flatMap((line) => line.codes.map(({ value }) => value));
  if (codes.length === 0) throw new RequestError('NO_CODES', 'no line carries a trace code');
  return { fragment: { shop: institution.identity.shop, codes }, placement: { shop: 'head', codes: 'rows' } };
}

export interface ApiOptions {
  readonly routes?: readonly Route[];
  readonly linkIds?: readonly string[];
  readonly over?: Partial<HttpServices>;
  readonly bodyLimitBytes?: number;
  /** Default: no rules. */
  readonly policy?: Policy;
  /** Default: no; tests sell one pack over and over. */
  readonly looksForRepeats?: boolean;
}

/** The real app over the real embedded store, directory and intake, on a real socket; only the dispatcher is played. */
export async function createApi({
  routes = [route('hunan', { primary: true })],
  linkIds = ['hunan', 'maker'],
  over = {},
  bodyLimitBytes = 1_048_576,
  policy = compilePolicy([]),
  looksForRepeats = false,
}: ApiOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tracehub-http-'));
  const store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
  const links = new Map(linkIds.map((id) => [id, runtime(id)]));
  const logger = recordingLogger();
  const clock = () => now;
  const newId = createUuidv7(clock);
  const directory = createDirectory({ store, links, sealKey: Buffer.alloc(32, 7), clock });
  const woken: Array<string | undefined> = [];
  const recalled: string[] = [];
  const probe: { outcome: Outcome } = { outcome: { type: 'ok' } };
  const waits: Array<{ id: string; timeoutMs: number }> = [];
  const onWait: { run: (id: string) => Promise<Delivery | undefined> } = { run: () => Promise.resolve(undefined) };
  const asked: Question[] = [];
  const lookup: { outcome: Outcome } = { outcome: { type: 'ok', answer: { name: 'x' } } };
  const read = async (_link: string, question: Question) => {
    asked.push(question);
    return { outcome: lookup.outcome, durationMs: 3 };
  };
  const fixedClock = { ...realClock, now: clock };
  const lookups = createLookupService({ links, dispatcher: { read }, store, clock: fixedClock, logger });
  const catalogue = createCatalogue({ store: store.catalogue, clock, newId });
  const services: HttpServices = {
    hub: {
      server: { ...limits, opsHost: '', opsPort: 0, bodyLimitBytes, shutdownGraceMs: 0 },
      settlement: { overdueMs: 86_400_000 },
    },
    store,
    intake: createIntake({
      store,
      links,
      hub: { routes },
      directory,
      policy,
      findRepeats: looksForRepeats ? createFindRepeats(store) : undefined,
      findParents: createFindParents(store.ledger),
      clock: { now: clock },
      newId,
      metrics: silentMetrics,
      logger,
      onAccepted: () => {},
    }),
    catalogue,
    ledger: createLedger({ store }),
    findings: createFindings(store),
    policy,
    dispatcher: {
      wake: (link) => void woken.push(link),
      recall: (link) => Promise.resolve(void recalled.push(link)),
      waitSettled(id, timeoutMs) {
        waits.push({ id, timeoutMs });
        return onWait.run(id);
      },
      probe: () => Promise.resolve({ outcome: probe.outcome, durationMs: 3 }),
    },
    directory,
    lookups,
    verify: createVerifyService({ store, catalogue, policy, links, routes, lookups, clock: fixedClock }),
    links,
    logger,
    metrics: silentMetrics,
    clock,
    newId,
    errorCatalogue: createErrorCatalogue([]),
    ...over,
  };
  const keys = {
    a: newKey('tenant-a', 'tenant', 'till 1', now),
    b: newKey('tenant-b', 'tenant', '', now),
    operator: newKey('ops', 'operator', 'night', now),
  };
  for (const { record } of Object.values(keys)) await store.putKey(record);
  const app = createApp(services);
  const served = await serve(app, limits);
  const agent = supertest(`http://127.0.0.1:${served.port}`);

  /** A request under a key; the reply must be one that the document describes. */
  function as(who: keyof typeof keys) {
    const send = (method: 'get' | 'post' | 'put', path: string) =>
      agent[method](path).set('Authorization', `Bearer ${keys[who].key}`).expect(isDocumented);
    return {
      get: (path: string) => send('get', path),
      post: (path: string) => send('post', path),
      put: (path: string) => send('put', path),
    };
  }

  /** Puts an institution into a tenant's directory: what it reports counts for others from then on. */
  const list = (who: 'a' | 'b', code: string) =>
    directory.put(keys[who].record.tenant, {
      ...{ code, name: code, region: '430102', role: 'pharmacy' },
      links: { hunan: { identity: { shop: '1' }, credentials: { secret: 's' } } },
    });

  return {
    app,
    agent,
    as,
    list,
    port: served.port,
    store,
    services,
    logger,
    keys,
    woken,
    recalled,
    waits,
    onWait,
    probe,
    lookup,
    asked,
    async close() {
      await served.close(0);
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

const operations = readOperations(document);

interface Replied {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
  readonly req: { readonly method: string; readonly path: string };
}

/** Fails when the reply's status, media type or body is not what openapi.json says for the operation. */
export function isDocumented(reply: Replied): void {
  const path = reply.req.path.split('?')[0] ?? '';
  const operation = operations.find(
    (candidate) =>
      candidate.method === reply.req.method.toLowerCase() &&
      new RegExp(`^${candidate.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const problem = reply.status >= 400;
  expect(reply.type).toBe(problem ? 'application/problem+json' : reply.type);
  if (problem) {
    expect(problemCheck(reply.body)).toEqual([]);
    return;
  }
  if (operation === undefined) throw new Error(`${path} is not documented`);
  const schema = Object(document.paths[operation.path]?.[operation.method]).responses?.[reply.status]?.content?.[
    reply.type
  ]?.schema;
  if (schema === undefined) throw new Error(`${operation.id}: ${reply.status} ${reply.type} is not documented`);
  expect(compile(schema)(reply.body)).toEqual([]);
}

const problemCheck = compile({ $ref: '#/components/schemas/Problem' });
export const someId = '0190f3a2-7c1e-7b33-9a55-3f0f6f1f2a10';
