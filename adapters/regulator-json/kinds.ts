import type { EventKind } from '../../mappings/model/index.ts';
import type { Bilingual } from '../contract/index.ts';

/**
 * What is reported. Each kind is one row here and one table `<kind>.submit` in each profile; the code below knows no kind
 * (DB14/T 3290-2025 names 入出库, 库存 and 零售 data).
 */
export const kinds: ReadonlyArray<{ readonly kind: EventKind; readonly title: Bilingual }> = [
  { kind: 'retail-sale', title: { zh: '零售信息报送', en: 'Report of a sale' } },
  { kind: 'retail-return', title: { zh: '零售退货信息报送', en: 'Report of a return' } },
  { kind: 'dispense', title: { zh: '发药信息报送', en: 'Report of what a hospital dispensed' } },
  { kind: 'dispense-return', title: { zh: '退药信息报送', en: 'Report of what came back from a patient' } },
  { kind: 'purchase-in', title: { zh: '采购入库信息报送', en: 'Report of a purchase' } },
  { kind: 'purchase-return', title: { zh: '购进退出信息报送', en: 'Report of a return to the supplier' } },
  { kind: 'sale-out', title: { zh: '销售出库信息报送', en: 'Report of a sale to another enterprise' } },
  { kind: 'sale-return', title: { zh: '销售退回信息报送', en: 'Report of goods that came back' } },
  { kind: 'transfer-in', title: { zh: '调拨入库信息报送', en: 'Report of a transfer in' } },
  { kind: 'transfer-out', title: { zh: '调拨出库信息报送', en: 'Report of a transfer out' } },
  { kind: 'stock-count', title: { zh: '库存信息报送', en: 'Report of stock' } },
  { kind: 'stock-adjust', title: { zh: '库存调整信息报送', en: 'Report of a stock adjustment' } },
  { kind: 'destroy', title: { zh: '销毁信息报送', en: 'Report of a destruction' } },
];
