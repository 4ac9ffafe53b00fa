import type { Express, Request } from 'express';
import { bareApp, expressPath, opsTag } from './app.ts';
import { loadDocument } from './openapi/document.ts';
import { readOperations } from './openapi/operations.ts';
import { type Reply, sendReply } from './reply.ts';
import type { OpsServices, Readiness } from './services.ts';

/** Builds the app of the second port, so that overload of the API hides neither health nor metrics. */
export function createOpsApp({ metrics, ready }: OpsServices): Express {
  const readiness = async (req: Request) => healthReply(await readySafely(ready), 'verbose' in req.query);
  const replies: Readonly<Record<string, (req: Request) => Promise<Reply>>> = {
    livez: async () => ({ status: 200, body: { status: 'ok' } }),
    readyz: readiness,
    healthz: readiness,
    metrics: async () => {
      const { contentType, body } = await metrics.render();
      return { status: 200, body, contentType };
    },
  };
  const app = bareApp();
  for (const { id, method, path } of readOperations(loadDocument(), (tag) => tag === opsTag)) {
    const reply = replies[id];
    if (reply === undefined) throw new Error(`openapi.json: no route serves ${id}`);
    app[method](expressPath(path), async (req, res) => sendReply(res, await reply(req)));
  }
  app.use((_req, res) => sendReply(res, { status: 404, body: 'not found\n', contentType: 'text/plain' }));
  app.use((_error: unknown, _req: Request, res: Parameters<typeof sendReply>[0], _next: unknown) => {
    if (res.headersSent) res.destroy();
    else sendReply(res, { status: 500, body: 'failed\n', contentType: 'text/plain' });
  });
  return app;
}

/** A check that throws is a check that failed. */
async function readySafely(ready: () => Promise<Readiness>): Promise<Readiness> {
  try {
    return await ready();
  } catch (error) {
    return {
      ok: false,
      checks: [{ name: 'ready', ok: false, detail: error instanceof Error ? error.name : 'failed' }],
    };
  }
}

function healthReply({ ok, checks }: Readiness, verbose: boolean): Reply {
  return {
    status: ok ? 200 : 503,
    body: { status: ok ? 'ok' : 'unavailable', ...(verbose ? { checks } : {}) },
    contentType: 'application/json; charset=utf-8',
  };
}
