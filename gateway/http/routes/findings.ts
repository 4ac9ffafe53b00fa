import { isCodeProblem, recognise } from '../../../mappings/codes/index.ts';
import type { FindingQuery } from '../../ledger/contract.ts';
import { exportFindings, findingsCsv } from '../../ledger/index.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { HttpServices } from '../services.ts';
import { findingsNdjson, findingView } from '../views/finding-view.ts';
import { given } from '../views/given.ts';
import { scopeOf } from './scope.ts';

interface Conditions extends Pick<FindingQuery, 'class' | 'severity' | 'code'> {
  readonly open?: 'true' | 'false';
  readonly from?: string;
  readonly to?: string;
}
type FindingsQuery = Conditions & Pick<FindingQuery, 'cursor' | 'limit'>;
type ExportQuery = Conditions & { readonly format: 'csv' | 'ndjson' };

/** What is suspicious about packs. */
export function findingRoutes({ findings }: Pick<HttpServices, 'findings'>): Routes {
  return {
    findFindings: {
      async handle(request: ApiRequest<unknown, FindingsQuery>) {
        const { cursor, limit } = request.query;
        const page = await findings.find({ ...asked(request), ...given({ cursor }), limit });
        const items = page.items.map((finding) => findingView(finding, request.language));
        return { status: 200, body: { items, ...given({ cursor: page.cursor }) } };
      },
    },
    exportFindings: {
      handle(request: ApiRequest<unknown, ExportQuery>) {
        const { format } = request.query;
        const csv = format === 'csv';
        const written = csv ? findingsCsv : findingsNdjson(request.language);
        return Promise.resolve({
          status: 200,
          body: '',
          stream: exportFindings(findings, asked(request), written),
          contentType: csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
          headers: { 'Content-Disposition': `attachment; filename="findings.${format}"` },
        });
      },
    },
  };
}

/** @returns the conditions, within what the caller may see. */
function asked(request: ApiRequest<unknown, Conditions>): Omit<FindingQuery, 'cursor' | 'limit'> {
  const { from, to, code, open } = request.query;
  return given({
    tenant: scopeOf(request),
    class: request.query.class,
    severity: request.query.severity,
    code: normalForm(code),
    open: open === undefined ? undefined : open === 'true',
    from: epochMs(from),
    to: epochMs(to),
  });
}

function normalForm(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const read = recognise(code);
  return isCodeProblem(read) ? code : read.value;
}

function epochMs(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
