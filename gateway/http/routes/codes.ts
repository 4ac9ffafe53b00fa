import type { ApiRequest, Routes } from '../api-request.ts';
import { ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { codeHistoryView } from '../views/code-view.ts';

interface PageQuery {
  readonly cursor?: string;
  readonly limit: number;
}

/** The history of a trace code: always the caller's own tenant, whatever the role. */
export function codeRoutes({ ledger }: Pick<HttpServices, 'ledger'>): Routes {
  return {
    getCode: {
      async handle({ caller, params, query, language }: ApiRequest<unknown, PageQuery>) {
        const history = await ledger.history(caller.tenant, params.code ?? '', query);
        if (history === undefined) throw new ProblemError('NOT_FOUND');
        return { status: 200, body: codeHistoryView(history, language) };
      },
    },
  };
}
