import type { VirtualCode } from '../../policy/contract.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { VirtualCodeReply, VirtualCodeRequest } from '../openapi.generated.ts';
import { ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { faultView } from '../views/delivery-view.ts';
import { virtualCodeView } from '../views/stock-view.ts';
import { readerOf } from './reader.ts';
import { scopeOf } from './scope.ts';

/** How long a platform may take when nobody says. */
const defaultTimeoutMs = 10_000;
/** The look-up that gives codes (docs/decisions/0088). */
const operation = 'virtual-code';

/** 虚拟追溯码: a code that the region's platform gives for a pack without one, kept with the stock it comes from. */
export function virtualCodeRoutes(services: HttpServices): Routes {
  const { store, lookups, directory, links, clock } = services;
  const { uncodedStock } = store;

  /** @returns the link asked for, or the only one of the institution that gives codes. */
  async function linkOf(tenant: string, institution: string, wanted: string | undefined): Promise<string> {
    const entry = await directory.get(tenant, institution);
    const offering = Object.keys(entry?.links ?? {}).filter((link) =>
      lookups.list(link)?.some((lookup) => lookup.operation === operation),
    );
    const [link, ...more] = wanted === undefined ? offering : offering.filter((offered) => offered === wanted);
    if (link === undefined || more.length > 0) throw new ProblemError('VIRTUAL_CODE_NOT_SUPPORTED');
    return link;
  }

  return {
    askVirtualCode: {
      async handle(request: ApiRequest<VirtualCodeRequest>) {
        const { caller, params, body } = request;
        const stock = await uncodedStock.get(scopeOf(request), params.id ?? '');
        if (stock === undefined) throw new ProblemError('NOT_FOUND');
        const { reference, timeoutMs = defaultTimeoutMs } = body;
        const kept = (await uncodedStock.codes(stock.id)).find((code) => code.reference === reference);
        if (kept !== undefined) return replyWith(kept);

        const { tenant, institution, product } = stock;
        const link = await linkOf(tenant, institution, body.link);
        const { localCode, localName, nhsaCode } = product;
        const { outcome } = await lookups.ask({
          ...{ tenant, institution, link, operation, timeoutMs },
          // The till's name of a pack is its own; the stock's id keeps it apart from those of other tills.
          params: {
            localCode,
            localName,
            reference: `${stock.id} ${reference}`,
            ...(nhsaCode === undefined ? {} : { nhsaCode }),
          },
        });
        if (outcome.type === 'fault') {
          const fault = faultView(outcome.fault, links.get(link)?.adapter.id ?? '', readerOf(request, services));
          const reply: VirtualCodeReply = { outcome: 'fault', fault };
          return { status: 200, body: reply };
        }
        const code = outcome.type === 'ok' ? outcome.answer?.code : undefined;
        if (typeof code !== 'string') throw new Error(`${link}: a virtual code without a code`);
        const at = clock();
        return replyWith(await uncodedStock.keepCode(stock, { reference, code, link, at, actor: caller.actor }));
      },
    },
  };
}

function replyWith(code: VirtualCode) {
  const body: VirtualCodeReply = { outcome: 'ok', code: virtualCodeView(code) };
  return { status: 200, body };
}
