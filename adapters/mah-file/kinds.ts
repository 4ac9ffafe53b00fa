import type { EventKind } from '../../mappings/model/index.ts';
import type { Bilingual } from '../contract/index.ts';

/** The two documents of this family: a bill lists codes that moved, a relation says which pack lies in which. */
export type Table = 'bill' | 'relation';

export interface FileKind {
  readonly kind: EventKind;
  /** The table of the profile that makes the document; the kind's own table `<kind>.submit` names event and type. */
  readonly table: Table;
  readonly title: Bilingual;
}

const bill = (kind: EventKind, zh: string, en: string): FileKind => ({ kind, table: 'bill', title: { zh, en } });

/** Each kind is one row here and one small table `<kind>.submit` in each profile; which of them a link takes is its profile's. */
export const kinds: readonly FileKind[] = [
  bill('purchase-in', '采购入库单据', 'Bill of a purchase'),
  bill('purchase-return', '购进退出单据', 'Bill of a return to the supplier'),
  bill('sale-out', '销售出库单据', 'Bill of a sale to another enterprise'),
  bill('sale-return', '销售退回单据', 'Bill of goods that came back'),
  bill('transfer-in', '调拨入库单据', 'Bill of a transfer in'),
  bill('transfer-out', '调拨出库单据', 'Bill of a transfer out'),
  bill('stock-adjust', '库存调整单据', 'Bill of a stock adjustment'),
  bill('destroy', '销毁出库单据', 'Bill of a destruction'),
  bill('retail-sale', '零售单据', 'Bill of a retail sale'),
  bill('retail-return', '零售退货单据', 'Bill of a customer return'),
  bill('dispense', '医疗机构发药单据', 'Bill of what a hospital dispensed'),
  bill('dispense-return', '医疗机构退药单据', 'Bill of what came back from a patient'),
  { kind: 'pack', table: 'relation', title: { zh: '包装关联关系文件', en: 'Relation file of packs' } },
];
