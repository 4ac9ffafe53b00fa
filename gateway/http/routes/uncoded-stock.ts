import { chinaDate } from '../../../mappings/engine/index.ts';
import { fieldError } from '../../intake/index.ts';
import type { Adjusted } from '../../policy/contract.ts';
import { saysTheSame, stockCsv, toMillionths, toStock } from '../../policy/index.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type {
  StockAdjustment,
  StockMovementPage,
  StockRegistered,
  StockRegistration,
  UncodedStockPage,
  UncodedStockReport,
} from '../openapi.generated.ts';
import { bodyErrors, ProblemError } from '../problem.ts';
import type { ProblemCode } from '../problem-types.ts';
import type { HttpServices } from '../services.ts';
import { given } from '../views/given.ts';
import { movementView, stockTotalView, stockView } from '../views/stock-view.ts';
import { scopeOf } from './scope.ts';

interface FindStock {
  readonly institution?: string;
  readonly localCode?: string;
  readonly nhsaCode?: string;
  readonly lot?: string;
  readonly purchaseDocument?: string;
  readonly open: 'true' | 'false';
  readonly cursor?: string;
  readonly limit: number;
}

interface ReportStock {
  readonly institution: string;
  readonly format: 'json' | 'csv';
}

/** Products and lots in one report. */
const maxTotals = 10_000;

const refusals: Readonly<Partial<Record<Adjusted, ProblemCode>>> = {
  conflict: 'STOCK_ADJUSTMENT_CONFLICT',
  'below-zero': 'STOCK_BELOW_ZERO',
};

function futurePurchases({ items }: StockRegistration, today: string) {
  return items.flatMap(({ purchasedOn }, index) =>
    purchasedOn === undefined || purchasedOn <= today
      ? []
      : [fieldError('PURCHASED_IN_FUTURE', `/items/${index}/purchasedOn`)],
  );
}

/** 无码库: a tenant registers and reads its own, an operator reads and corrects those of all. */
export function stockRoutes({ store, clock, newId, logger }: HttpServices): Routes {
  const { uncodedStock } = store;

  async function row(request: ApiRequest) {
    const found = await uncodedStock.get(scopeOf(request), request.params.id ?? '');
    if (found === undefined) throw new ProblemError('NOT_FOUND');
    return found;
  }

  return {
    registerStock: {
      async handle({ caller, body }: ApiRequest<StockRegistration>) {
        const { tenant, actor } = caller;
        const errors = futurePurchases(body, chinaDate(clock()));
        if (errors.length > 0) throw new ProblemError('BODY_INVALID', { errors: bodyErrors(errors) });
        const rows = body.items.map((item) =>
          toStock(item, { id: newId(), tenant, registeredAt: clock(), registeredBy: actor }),
        );
        const registered = await uncodedStock.register(rows);
        const items = registered.map(({ created, row }, index) => {
          const item = body.items[index];
          const same = item !== undefined && saysTheSame(row, item);
          const result = created ? 'registered' : same ? 'repeated' : 'conflict';
          return { result, stock: stockView(row, caller.role === 'operator') } as const;
        });
        const reply: StockRegistered = { items };
        return { status: 200, body: reply };
      },
    },
    findStock: {
      async handle(request: ApiRequest<unknown, FindStock>) {
        const open = request.query.open === 'true';
        const page = await uncodedStock.find({ ...request.query, open, tenant: scopeOf(request) });
        const isOperator = request.caller.role === 'operator';
        const items = page.items.map((stock) => stockView(stock, isOperator));
        const body: UncodedStockPage = { items, ...given({ cursor: page.cursor }) };
        return { status: 200, body };
      },
    },
    reportStock: {
      async handle(request: ApiRequest<unknown, ReportStock>) {
        const { institution, format } = request.query;
        const totals = await uncodedStock.totals(scopeOf(request), institution, maxTotals + 1);
        if (totals.length > maxTotals) throw new ProblemError('STOCK_REPORT_TOO_LARGE');
        if (format === 'csv') {
          return { status: 200, body: stockCsv(institution, totals), contentType: 'text/csv; charset=utf-8' };
        }
        const body: UncodedStockReport = { items: totals.map(stockTotalView) };
        return { status: 200, body };
      },
    },
    getStock: {
      async handle(request) {
        const stock = await row(request);
        const codes = await uncodedStock.codes(stock.id);
        return { status: 200, body: stockView(stock, request.caller.role === 'operator', codes) };
      },
    },
    stockMovements: {
      async handle(request: ApiRequest<unknown, { readonly cursor?: string; readonly limit: number }>) {
        const { id } = await row(request);
        const page = await uncodedStock.movements(scopeOf(request), id, request.query);
        const body: StockMovementPage = { items: page.items.map(movementView), ...given({ cursor: page.cursor }) };
        return { status: 200, body };
      },
    },
    adjustStock: {
      async handle(request: ApiRequest<StockAdjustment>) {
        const { caller, params, body } = request;
        const { documentNo, change, reason } = body;
        const result = await uncodedStock.adjust({
          tenant: scopeOf(request),
          id: params.id ?? '',
          documentNo,
          change: toMillionths(change),
          reason,
          actor: caller.actor,
          at: clock(),
        });
        if (result === undefined) throw new ProblemError('NOT_FOUND');
        const refusal = refusals[result];
        if (refusal !== undefined) throw new ProblemError(refusal);
        const stock = await row(request);
        logger.info('uncoded stock corrected', { tenant: stock.tenant, detail: `${stock.id} by ${caller.actor}` });
        return { status: 200, body: stockView(stock, caller.role === 'operator') };
      },
    },
  };
}
