import type { EventKind } from '../../mappings/model/index.ts';
import type { Bilingual } from '../contract/index.ts';

/** One goods transaction (V1.1.83 §3.3 to §3.5) as a submission uses it. */
export interface GoodsTransaction {
  /** National number of the variant that takes a list of rows. */
  readonly native: '3501A' | '3502A' | '3503A' | '3504A' | '3505A' | '3506A';
  /** The profile's operation that fills it. */
  readonly mapping: string;
  /** Prefix of the profile's constants for the shape of its reply. */
  readonly result: 'count' | 'change' | 'purchase' | 'purchaseReturn' | 'sale' | 'return';
  /** inv_data_type of its rows in 3507A: 1 盘存, 2 库存变更, 3 采购 and its returns, 4 销售 and its returns. */
  readonly dataType: '1' | '2' | '3' | '4';
}

/** What is reported of events of one kind. */
export interface Goods {
  readonly kind: EventKind;
  readonly title: Bilingual;
  readonly transaction: GoodsTransaction;
  /** Follows for rows with codes, where the first transaction has no node for them (3503, 3504). */
  readonly codes?: GoodsTransaction;
}

const sale = { native: '3505A', result: 'sale', dataType: '4' } as const;
const giveBack = { native: '3506A', result: 'return', dataType: '4' } as const;
const change = { native: '3502A', result: 'change', dataType: '2' } as const;

/**
 * By kind of event. Hospitals report what they dispense by the same transactions as pharmacies what they sell. Sales of wholesalers
 * (sale-out, sale-return) and packing are not known to these platforms.
 */
export const allGoods: readonly Goods[] = [
  {
    kind: 'retail-sale',
    title: { zh: '商品销售', en: 'Report a sale' },
    transaction: { ...sale, mapping: 'retail-sale.submit' },
  },
  {
    kind: 'retail-return',
    title: { zh: '商品销售退货', en: 'Report a return' },
    transaction: { ...giveBack, mapping: 'retail-return.submit' },
  },
  {
    kind: 'dispense',
    title: { zh: '医院发药', en: 'Report what was dispensed' },
    transaction: { ...sale, mapping: 'dispense.submit' },
  },
  {
    kind: 'dispense-return',
    title: { zh: '医院退药', en: 'Report what was given back to the dispensary' },
    transaction: { ...giveBack, mapping: 'dispense-return.submit' },
  },
  {
    kind: 'purchase-in',
    title: { zh: '商品采购及入库追溯码', en: 'Report a purchase, then its codes' },
    transaction: { native: '3503A', result: 'purchase', dataType: '3', mapping: 'purchase-in.submit' },
    codes: { ...change, mapping: 'purchase-in.codes' },
  },
  {
    kind: 'purchase-return',
    title: { zh: '商品采购退货及出库追溯码', en: 'Report goods sent back to the supplier, then their codes' },
    transaction: { native: '3504A', result: 'purchaseReturn', dataType: '3', mapping: 'purchase-return.submit' },
    codes: { ...change, mapping: 'purchase-return.codes' },
  },
  {
    kind: 'stock-count',
    title: { zh: '商品盘存', en: 'Report a stock count' },
    transaction: { native: '3501A', result: 'count', dataType: '1', mapping: 'stock-count.submit' },
  },
  {
    kind: 'stock-adjust',
    title: { zh: '库存变更', en: 'Report a change of stock' },
    transaction: { ...change, mapping: 'stock-adjust.submit' },
  },
  {
    kind: 'transfer-in',
    title: { zh: '调拨入库', en: 'Report a transfer in' },
    transaction: { ...change, mapping: 'transfer-in.submit' },
  },
  {
    kind: 'transfer-out',
    title: { zh: '调拨出库', en: 'Report a transfer out' },
    transaction: { ...change, mapping: 'transfer-out.submit' },
  },
  {
    kind: 'destroy',
    title: { zh: '销毁', en: 'Report goods destroyed' },
    transaction: { ...change, mapping: 'destroy.submit' },
  },
];

/** The numbers of a kind's transactions, as the platform's documents print them. */
export function nativeOf({ transaction, codes }: Goods): string {
  return codes === undefined ? transaction.native : `${transaction.native}, ${codes.native}`;
}
