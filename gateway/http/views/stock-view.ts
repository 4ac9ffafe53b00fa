import type { StockMovement, StockRow, StockTotal, VirtualCode } from '../../policy/contract.ts';
import { fromMillionths } from '../../policy/index.ts';
import type {
  StockMovementItem,
  UncodedStock,
  UncodedStockTotal,
  VirtualCode as VirtualCodeView,
} from '../openapi.generated.ts';
import { given, instant } from './given.ts';

/** @param isOperator sees whose row it is */
export function stockView(row: StockRow, isOperator: boolean, codes?: readonly VirtualCode[]): UncodedStock {
  const { id, institution, purchaseDocument, product, lot, registeredAt, registeredBy } = row;
  return {
    id,
    ...given({ tenant: isOperator ? row.tenant : undefined }),
    ...{ institution, purchaseDocument, product, lot },
    ...given({ unit: row.unit, expiresOn: row.expiresOn, purchasedOn: row.purchasedOn }),
    ...quantities(row),
    registeredAt: instant(registeredAt),
    registeredBy,
    ...given({ virtualCodes: codes?.map(virtualCodeView) }),
  };
}

export function stockTotalView({ product, lot, unit, purchases, ...sums }: StockTotal): UncodedStockTotal {
  return { product, lot, ...given({ unit }), purchases, ...quantities(sums) };
}

export function movementView({ kind, change, at, documentNo, event, reason, actor }: StockMovement): StockMovementItem {
  return {
    kind,
    change: fromMillionths(change),
    at: instant(at),
    documentNo,
    ...given({ eventId: event?.id, line: event?.line, reason, actor }),
  };
}

export function virtualCodeView({ reference, code, link, at }: VirtualCode): VirtualCodeView {
  return { reference, code, link, at: instant(at) };
}

function quantities({ quantity, adjusted, taken }: Pick<StockRow, 'quantity' | 'adjusted' | 'taken'>) {
  return {
    quantity: fromMillionths(quantity),
    adjusted: fromMillionths(adjusted),
    sold: fromMillionths(taken),
    remaining: fromMillionths(quantity + adjusted - taken),
  };
}
