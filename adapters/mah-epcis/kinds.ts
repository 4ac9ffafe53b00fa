import type { EventKind } from '../../mappings/model/index.ts';
import type { Bilingual } from '../contract/index.ts';

export interface Kind {
  readonly kind: EventKind;
  readonly title: Bilingual;
}

const row = (kind: EventKind, zh: string, en: string): Kind => ({ kind, title: { zh, en } });

/** All kinds; what each means in EPCIS is the profile's table. */
export const kinds: readonly Kind[] = [
  row('retail-sale', '零售事件', 'Retail sale'),
  row('retail-return', '零售退货事件', 'Retail return'),
  row('dispense', '发药事件', 'Dispensing'),
  row('dispense-return', '退药事件', 'Return of dispensed goods'),
  row('purchase-in', '采购入库事件', 'Receiving of a purchase'),
  row('purchase-return', '购进退出事件', 'Return to the supplier'),
  row('sale-out', '销售出库事件', 'Shipping of a sale'),
  row('sale-return', '销售退回事件', 'Return of a sale'),
  row('transfer-in', '调拨入库事件', 'Receiving of a transfer'),
  row('transfer-out', '调拨出库事件', 'Shipping of a transfer'),
  row('stock-count', '盘存事件', 'Stock count'),
  row('stock-adjust', '库存调整事件', 'Stock adjustment'),
  row('destroy', '销毁事件', 'Destruction'),
  row('pack', '包装关联事件', 'Aggregation of packs'),
];
