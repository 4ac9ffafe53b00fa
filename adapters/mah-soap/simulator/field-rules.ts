import { isDate } from '../../sim-kit/index.ts';
import type { Item, Report } from './report.ts';

const maxNumberChars = 64;
const documentTypes = [
  ...['SALE', 'RETURN', 'DISPENSE', 'DISPENSE_RETURN', 'PURCHASE_IN', 'PURCHASE_RETURN', 'SALE_OUT', 'SALE_RETURN'],
  ...['TRANSFER_IN', 'TRANSFER_OUT', 'STOCK_ADJUST', 'DESTROY', 'PACK'],
];

/** Rules on values that the schema (all texts) cannot state. @returns the first field that breaks one, or undefined. */
export function fieldProblem(report: Report): string | undefined {
  if (report.messageId === '') return 'messageId 不能为空';
  if (report.documentNo === '' || report.documentNo.length > maxNumberChars) return 'documentNo 无效';
  if (!documentTypes.includes(report.documentType)) return 'documentType 无效';
  if (!isInstant(report.occurredAt)) return 'occurredAt 无效';
  if (report.originalDocumentNo.length > maxNumberChars) return 'originalDocumentNo 无效';
  const lineNos = report.items.map((item) => item.lineNo);
  if (new Set(lineNos).size !== lineNos.length) return 'lineNo 重复';
  for (const item of report.items) {
    const name = badField(item);
    if (name !== undefined) return `第${item.lineNo}行 ${name} 无效`;
  }
  return undefined;
}

function badField(item: Item): string | undefined {
  if (!/^[1-9]\d{0,5}$/.test(item.lineNo)) return 'lineNo';
  if (item.productCode === '') return 'productCode';
  if (item.productName === '') return 'productName';
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(item.quantity)) return 'quantity';
  if (item.expiresOn !== '' && !isDate(item.expiresOn)) return 'expiresOn';
  return item.codes.some((code) => code.trim() === '') ? 'codes' : undefined;
}

/** RFC 3339 with an offset. */
function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}
