import type { Operation } from '../contract/index.ts';
import { uploadOperation } from './upload.ts';
import { withdrawOperation } from './withdraw.ts';

/** Every event kind that becomes a bill of 码上放心; which of them a link takes is its profile's. */
export const uploads: readonly Operation[] = [
  uploadOperation({
    id: 'retail-sale.submit',
    kind: 'retail-sale',
    api: 'uploadRetail',
    title: { zh: '零售出库上传(321)', en: 'Upload of a retail sale (321)' },
  }),
  uploadOperation({
    id: 'retail-return.submit',
    kind: 'retail-return',
    api: 'uploadRetail',
    title: { zh: '消费者退货入库上传(116)', en: 'Upload of a customer return (116)' },
  }),
  uploadOperation({
    id: 'dispense.submit',
    kind: 'dispense',
    api: 'uploadRetail',
    title: { zh: '医疗机构使用出库上传(323)', en: 'Upload of what a hospital dispensed (323)' },
  }),
  uploadOperation({
    id: 'dispense-return.submit',
    kind: 'dispense-return',
    api: 'uploadRetail',
    title: { zh: '医疗机构退药入库上传(116)', en: 'Upload of what came back from a patient (116)' },
  }),
  uploadOperation({
    id: 'purchase-in.submit',
    kind: 'purchase-in',
    api: 'uploadInOutBill',
    title: { zh: '采购入库上传(102 等)', en: 'Upload of a purchase (102 …)' },
  }),
  uploadOperation({
    id: 'purchase-return.submit',
    kind: 'purchase-return',
    api: 'uploadInOutBill',
    title: { zh: '购进退出上传(202 等)', en: 'Upload of a return to the supplier (202 …)' },
  }),
  uploadOperation({
    id: 'sale-out.submit',
    kind: 'sale-out',
    api: 'uploadInOutBill',
    title: { zh: '销售出库上传(201 等)', en: 'Upload of a sale to another enterprise (201 …)' },
  }),
  uploadOperation({
    id: 'sale-return.submit',
    kind: 'sale-return',
    api: 'uploadInOutBill',
    title: { zh: '退货入库上传(103 等)', en: 'Upload of goods that came back (103 …)' },
  }),
  uploadOperation({
    id: 'transfer-in.submit',
    kind: 'transfer-in',
    api: 'uploadInOutBill',
    title: { zh: '调拨入库上传(104)', en: 'Upload of a transfer in (104)' },
  }),
  uploadOperation({
    id: 'transfer-out.submit',
    kind: 'transfer-out',
    api: 'uploadInOutBill',
    title: { zh: '调拨出库上传(203)', en: 'Upload of a transfer out (203)' },
  }),
  uploadOperation({
    id: 'stock-adjust.submit',
    kind: 'stock-adjust',
    api: 'uploadInOutBill',
    title: { zh: '盘盈盘亏报损等上传(111、214 等)', en: 'Upload of a stock adjustment (111, 214 …)' },
  }),
  uploadOperation({
    id: 'destroy.submit',
    kind: 'destroy',
    api: 'uploadInOutBill',
    title: { zh: '销毁出库上传(205)', en: 'Upload of a destruction (205)' },
  }),
];

/** Bills that can be deleted by their number, where a profile has the table: those of goods coming and going. */
export const withdrawals: readonly Operation[] = uploads.flatMap(({ kind, title, native }) =>
  kind !== undefined && native === 'uploadinoutbill' ? [withdrawOperation({ kind, title })] : [],
);
