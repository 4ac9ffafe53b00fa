import { isCodeProblem, recognise } from '../../../mappings/codes/index.ts';
import type { FindingQuery } from '../../ledger/contract.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { HttpServices } from '../services.ts';
import { findingView } from '../views/finding-view.ts';
import { given } from '../views/given.ts';
import { scopeOf } from './scope.ts';

interface FindingsQuery extends Pick<FindingQuery, 'class' | 'severity' | 'code' | 'cursor' | 'limit'> {
  readonly open?: 'true' | 'false';
  readonly from?: string;
  readonly to?: string;
}

/** What is suspicious about packs. */
export function findingRoutes({ findings }: Pick<HttpServices, 'findings'>): Routes {
  return {
    findFindings: {
      async handle(request: ApiRequest<unknown, FindingsQuery>) {
        const { from, to, code, open, ...query } = request.query;
        const { items, cursor } = await findings.find({
          ...query,
          ...given({ tenant: scopeOf(request), code: normalForm(code), from: epochMs(from), to: epochMs(to) }),
          ...given({ open: open === undefined ? undefined : open === 'true' }),
        });
        const body = { items: items.map((finding) => findingView(finding, request.language)), ...given({ cursor }) };
        return { status: 200, body };
      },
    },
  };
}

function normalForm(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const read = recognise(code);
  return isCodeProblem(read) ? code : read.value;
}

function epochMs(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
