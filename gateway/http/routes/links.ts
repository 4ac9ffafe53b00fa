import type { LinkRuntime } from '../../link/runtime.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { IsolateRequest, ProbeRequest, RestoreRequest } from '../openapi.generated.ts';
import { ProblemError } from '../problem.ts';
import type { Reply } from '../reply.ts';
import type { HttpServices } from '../services.ts';
import { capabilitiesView } from '../views/capabilities-view.ts';
import { faultView } from '../views/delivery-view.ts';
import { given } from '../views/given.ts';
import { linkView } from '../views/link-view.ts';
import { readerOf } from './reader.ts';

/** @returns the institution that a hold is about; undefined for the whole link. */
function held({ body, caller }: ApiRequest<{ institution?: string; tenant?: string } | undefined>) {
  if (body?.institution === undefined) return undefined;
  return { tenant: body.tenant ?? caller.tenant, institution: body.institution };
}

/** Links: everyone sees how they are; the document reserves isolate, restore and probe to operators. */
export function linkRoutes(services: HttpServices): Routes {
  const { hub, links, store, dispatcher, directory, clock, logger } = services;

  function find({ params }: ApiRequest): LinkRuntime {
    const runtime = links.get(params.link ?? '');
    if (runtime === undefined) throw new ProblemError('NOT_FOUND');
    return runtime;
  }

  async function show(runtimes: Iterable<LinkRuntime>, { caller }: ApiRequest) {
    const isOperator = caller.role === 'operator';
    const [holds, counts] = await Promise.all([store.holds(), isOperator ? store.counts() : []]);
    const overdueBefore = clock() - hub.settlement.overdueMs;
    return [...runtimes].map((runtime) => {
      const own = counts.find(({ link }) => link === runtime.id);
      return linkView(runtime, { holds, overdueBefore, ...given({ counts: own }) }, isOperator);
    });
  }

  async function showOne(runtime: LinkRuntime, request: ApiRequest): Promise<Reply> {
    const [link = {}] = await show([runtime], request);
    return { status: 200, body: link };
  }

  return {
    listLinks: {
      handle: async (request) => ({ status: 200, body: { items: await show(links.values(), request) } }),
    },
    getLink: { handle: async (request) => showOne(find(request), request) },
    getCapabilities: {
      handle: async (request) => ({ status: 200, body: capabilitiesView(find(request), request.language, clock()) }),
    },
    isolateLink: {
      async handle(request: ApiRequest<IsolateRequest>) {
        const runtime = find(request);
        const { reason, institution } = request.body;
        const { actor } = request.caller;
        const hold = { link: runtime.id, reason, since: clock(), actor, ...held(request) };
        await store.hold(hold);
        await dispatcher.recall(runtime.id);
        // The hold stays as it is; what was just given back comes to rest with the others.
        await store.hold(hold);
        logger.warn('link isolated', { link: runtime.id, detail: actor, ...given({ institution }) });
        return showOne(runtime, request);
      },
    },
    restoreLink: {
      async handle(request: ApiRequest<RestoreRequest | undefined>) {
        const runtime = find(request);
        const institution = request.body?.institution;
        await store.unhold(runtime.id, held(request));
        logger.warn('link restored', { link: runtime.id, detail: request.caller.actor, ...given({ institution }) });
        dispatcher.wake(runtime.id);
        return showOne(runtime, request);
      },
    },
    probeLink: {
      async handle(request: ApiRequest<ProbeRequest>) {
        const { id, adapter } = find(request);
        const { institution, tenant = request.caller.tenant } = request.body;
        if ((await directory.get(tenant, institution)) === undefined) throw new ProblemError('NOT_FOUND');
        const { outcome, durationMs } = await dispatcher.probe(id, tenant, institution);
        const fault =
          outcome.type === 'fault' ? faultView(outcome.fault, adapter.id, readerOf(request, services)) : undefined;
        return { status: 200, body: { outcome: outcome.type, durationMs, ...given({ fault }) } };
      },
    },
  };
}
