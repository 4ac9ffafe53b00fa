import type { EventKind } from '../../mappings/model/index.ts';
import type { Bilingual } from '../contract/index.ts';

export interface RestKind {
  readonly kind: EventKind;
  /** Part of the document's identity; a profile may translate it for the message. */
  readonly documentType: string;
  readonly title: Bilingual;
}

const row = (kind: EventKind, documentType: string, zh: string, en: string): RestKind => ({
  kind,
  documentType,
  title: { zh, en },
});

/** All kinds: each is one row here and one table `<kind>.submit` in the profiles that take it; the code below knows no kind. */
export const kinds: readonly RestKind[] = [
  row('retail-sale', 'SALE', '零售上报', 'Report of a sale'),
  row('retail-return', 'RETURN', '退货上报', 'Report of a return'),
  row('dispense', 'DISPENSE', '发药上报', 'Report of what a hospital dispensed'),
  row('dispense-return', 'DISPENSE_RETURN', '退药上报', 'Report of what came back from a patient'),
  row('purchase-in', 'PURCHASE_IN', '采购入库上报', 'Report of a purchase'),
  row('purchase-return', 'PURCHASE_RETURN', '购进退出上报', 'Report of a return to the supplier'),
  row('sale-out', 'SALE_OUT', '销售出库上报', 'Report of a sale to another enterprise'),
  row('sale-return', 'SALE_RETURN', '销售退回上报', 'Report of goods that came back'),
  row('transfer-in', 'TRANSFER_IN', '调拨入库上报', 'Report of a transfer in'),
  row('transfer-out', 'TRANSFER_OUT', '调拨出库上报', 'Report of a transfer out'),
  row('stock-count', 'STOCK_COUNT', '盘存上报', 'Report of a stock count'),
  row('stock-adjust', 'STOCK_ADJUST', '库存调整上报', 'Report of a stock adjustment'),
  row('destroy', 'DESTROY', '销毁上报', 'Report of a destruction'),
  row('pack', 'PACK', '包装关联上报', 'Report of packs and what lies in them'),
];
