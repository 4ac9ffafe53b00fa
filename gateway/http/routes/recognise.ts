import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalogue, CatalogueRow } from '../../../mappings/catalogue/index.ts';
import { type Analysis, analyse } from '../../../mappings/codes/index.ts';
import { chinaDate } from '../../../mappings/engine/index.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { CodeAnalysis, RecogniseRequest } from '../openapi.generated.ts';
import type { HttpServices } from '../services.ts';
import { analysisView } from '../views/analysis-view.ts';

/** Texts looked at before other requests get their turn: some 5 ms of work. */
const SLICE = 500;

/** Recognition without an event: nothing is stored. The catalogue says which product and pack level a code belongs to. */
export function recogniseRoutes({ catalogue, clock }: Pick<HttpServices, 'catalogue' | 'clock'>): Routes {
  async function recognised(texts: readonly string[], day: string): Promise<CodeAnalysis[]> {
    const analyses = texts.map(analyse);
    const table = await catalogue.rowsFor(keysOf(analyses), day);
    return analyses.map((analysis) => analysisView(analysis, rowsOf(analysis, table)));
  }

  return {
    recogniseCodes: {
      async handle({ body }: ApiRequest<RecogniseRequest>) {
        const day = chinaDate(clock());
        const items: CodeAnalysis[] = [];
        for (let from = 0; from < body.codes.length; from += SLICE) {
          if (from > 0) await nextTurn();
          items.push(...(await recognised(body.codes.slice(from, from + SLICE), day)));
        }
        return { status: 200, body: { items } };
      },
    },
  };
}

function keysOf(analyses: readonly Analysis[]): Parameters<HttpServices['catalogue']['rowsFor']>[0] {
  const prefixes = new Set(analyses.flatMap(({ parts }) => parts.prefix ?? []));
  const gtins = new Set(analyses.flatMap(({ parts }) => parts.gtin ?? []));
  const nhsaCodes = new Set(analyses.flatMap(({ kind, value }) => (kind === 'nhsa-drug-code' ? value : [])));
  return { prefixes: [...prefixes], gtins: [...gtins], nhsaCodes: [...nhsaCodes] };
}

function rowsOf(
  { kind, value, parts: { prefix, gtin } }: Analysis,
  { byPrefix, byGtin, byNhsaCode }: Catalogue,
): readonly CatalogueRow[] {
  if (prefix !== undefined) return byPrefix.get(prefix) ?? [];
  if (gtin !== undefined) return byGtin.get(gtin) ?? [];
  return kind === 'nhsa-drug-code' ? (byNhsaCode.get(value) ?? []) : [];
}
