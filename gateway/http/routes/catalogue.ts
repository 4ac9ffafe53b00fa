import { type CatalogueRow, checkRow, gtin14 } from '../../../mappings/catalogue/index.ts';
import { analyse } from '../../../mappings/codes/index.ts';
import { chinaDate } from '../../../mappings/engine/index.ts';
import type { ProductQuery } from '../../catalogue/contract.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import { bodyErrors, ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { conflictsView, importView, keyText, packView, productView, statementView } from '../views/catalogue-view.ts';
import { given } from '../views/given.ts';
import { scopeOf } from './scope.ts';

interface ProductsQuery extends Omit<ProductQuery, 'disputed'> {
  readonly code?: string;
}
interface ImportQuery {
  readonly dryRun?: 'true' | 'false';
  readonly source?: string;
}
interface PageQuery {
  readonly cursor?: string;
  readonly limit: number;
}

/** 三码合一 and pack relations. Everyone reads the hub's catalogue; operators write it: a wrong entry books one product as another for all. */
export function catalogueRoutes({
  catalogue,
  logger,
  clock,
}: Pick<HttpServices, 'catalogue' | 'logger' | 'clock'>): Routes {
  const today = () => chinaDate(clock());

  async function importText(request: ApiRequest<string, ImportQuery>, format: 'csv' | 'relations-csv' | 'ndjson') {
    const { caller, query, body, requestId } = request;
    const report = await catalogue.importText({
      text: body,
      format,
      source: query.source ?? `request ${requestId}`,
      actor: caller.actor,
      dryRun: query.dryRun === 'true',
    });
    const count = report.counts.added + report.counts.changed;
    logger.info('catalogue imported', { request: requestId, count, detail: `${caller.actor}, ${report.result}` });
    return { status: 200, body: importView(report) };
  }

  return {
    findProducts: {
      async handle({ query }: ApiRequest<unknown, ProductsQuery>) {
        const { code, ...conditions } = query;
        const named = code === undefined ? {} : productOf(code);
        if (named === undefined) return { status: 200, body: { items: [] } };
        const { items, cursor } = await catalogue.search({ ...conditions, ...named });
        return { status: 200, body: { items: items.map(statementView), ...given({ cursor }) } };
      },
    },
    getProduct: {
      async handle({ params }) {
        const key = params.key ?? '';
        const record = await catalogue.product(storedKey(key), today());
        if (record === undefined) throw new ProblemError('NOT_FOUND');
        return { status: 200, body: productView(keyText(storedKey(key)), record) };
      },
    },
    putProduct: {
      async handle({ caller, body, requestId }: ApiRequest<CatalogueRow>) {
        const errors = checkRow(body).map(({ column, message }) => ({
          pointer: column === undefined ? '' : `/${column}`,
          code: 'FIELD_VALUE',
          message: { en: message, zh: chineseRules[column ?? ''] ?? '格式不符' },
        }));
        if (errors.length > 0) throw new ProblemError('BODY_INVALID', { errors: bodyErrors(errors) });
        const { statement, outcome } = await catalogue.upsert(body);
        logger.info('catalogue changed', { request: requestId, detail: `${caller.actor}, ${outcome.type}` });
        return {
          status: 200,
          body: {
            result: outcome.type,
            product: statementView(statement),
            conflicts: outcome.disputes.map((dispute) => ({ ...dispute })),
          },
        };
      },
    },
    listCatalogueConflicts: {
      async handle(request: ApiRequest<unknown, PageQuery & { readonly of: 'products' | 'packs' }>) {
        const { of, ...page } = request.query;
        const products = of === 'products' ? await catalogue.search({ ...page, disputed: true }) : { items: [] };
        const relations = of === 'packs' ? await catalogue.disputedRelations(page, scopeOf(request)) : { items: [] };
        return { status: 200, body: conflictsView(products, relations) };
      },
    },
    getPack: {
      async handle(request) {
        const code = analyse(request.params.code ?? '').value;
        const reader = scopeOf(request);
        const pack = (await catalogue.relationsOf([code], reader)).get(code);
        if (pack === undefined) throw new ProblemError('NOT_FOUND');
        return { status: 200, body: packView(pack, await catalogue.relationHistory(code, reader)) };
      },
    },
    importProducts: { handle: (request: ApiRequest<string, ImportQuery>) => importText(request, 'csv') },
    importRelations: { handle: (request: ApiRequest<string, ImportQuery>) => importText(request, 'relations-csv') },
    importCatalogueLines: { handle: (request: ApiRequest<string, ImportQuery>) => importText(request, 'ndjson') },
    listImports: {
      async handle({ query }: ApiRequest<unknown, PageQuery>) {
        const records = await catalogue.imports(query.limit);
        const items = records.map(({ hash: _, startedAt, endedAt, ...record }) => ({
          ...record,
          startedAt: new Date(startedAt).toISOString(),
          endedAt: new Date(endedAt).toISOString(),
        }));
        return { status: 200, body: { items } };
      },
    },
    exportCatalogue: {
      handle({ query }: ApiRequest<unknown, { readonly day?: string } & Pick<ProductQuery, 'origin'>>) {
        const body = catalogue.export(query.day ?? today(), query.origin);
        const headers = { 'Content-Disposition': 'attachment; filename="catalogue.csv"' };
        return Promise.resolve({
          status: 200,
          body: '',
          stream: body,
          contentType: 'text/csv; charset=utf-8',
          headers,
        });
      },
    },
  };
}

/** The rules of the columns (mappings/catalogue/columns.ts) for the second language; '' speaks of the row as a whole. */
const chineseRules: Readonly<Record<string, string>> = {
  '': 'prefix、gtin、nhsaCode 至少填写一项',
  prefix: '必须是以8开头的7位数字',
  packLevel: '必须是 small、middle 或 large',
  gtin: '必须是8、12、13或14位且校验位正确的GTIN',
  nhsaCode: '必须是1至50个ASCII字符',
  standardCode: '必须是以869开头、校验位正确的14位数字',
  approvalNo: '最多100个字符',
  drugId: '最多40个字符',
  localName: '最多200个字符',
  spec: '最多200个字符',
  manufacturer: '最多200个字符',
  holder: '最多200个字符',
  packRatio: '必须是以冒号分隔的2至4个整数，如 1:5:10',
  content: '必须是整数',
  contentUnit: '最多20个字符',
  source: '必填，最多200个字符',
  validFrom: '必须是日期（yyyy-MM-dd）',
  validTo: '必须是晚于 validFrom 的日期（yyyy-MM-dd）',
};

/** @returns the product part of any scanned code; undefined when it names no product. */
function productOf(code: string): Pick<ProductQuery, 'prefix' | 'gtin'> | undefined {
  const { kind, value, parts } = analyse(code);
  if (parts.prefix !== undefined) return { prefix: parts.prefix };
  const gtin = parts.gtin ?? (kind === 'gtin' ? value : undefined);
  return gtin === undefined ? undefined : { gtin };
}

/** `gtin:6901…` in any length is kept under its 14 digits. */
function storedKey(key: string): string {
  const [name = '', value = ''] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  return `${name} ${name === 'gtin' ? gtin14(value) : value}`;
}
