import type { Element } from '@xmldom/xmldom';
import { isDate, parseChinaDateTime } from '../../sim-kit/index.ts';
import { attributes, child, children, parse } from './dom.ts';
import { Refused } from './refused.ts';

/** What a file says, whichever of the two documents it holds. */
export interface Document {
  readonly event: string;
  /** '' in a relation file, which names no sender. */
  readonly corpId: string;
  readonly documentNo: string;
  readonly codes: readonly string[];
}

/** Event → main action, as PDA exports name them. */
const events: Readonly<Record<string, string>> = {
  ProduceWareHouseIn: 'WareHouseIn',
  PurchaseWareHouseIn: 'WareHouseIn',
  ReturnWareHouseIn: 'WareHouseIn',
  AllocateWareHouseIn: 'WareHouseIn',
  AllocateWareHouseOut: 'WareHouseOut',
  SalesWareHouseOut: 'WareHouseOut',
  ReturnWareHouseOut: 'WareHouseOut',
  CheckWareHouseOut: 'WareHouseOut',
  DestoryWareHouseOut: 'WareHouseOut',
  ReworkWareHouseOut: 'WareHouseOut',
  DirectAllocateWareHouseOut: 'WareHouseOut',
};
const layers = ['1', '2', '3'];

/** Reads a bill or a relation file as strictly as its description allows. @throws Refused E02 */
export function readDocument(text: string): Document {
  const root = parse(text);
  if (root.nodeName !== 'Document') throw new Refused('E02', '根元素应为 Document');
  attributes(root, [], ['License', 'SN', 'Version']);
  const [first] = Array.from(root.childNodes).filter((node) => node.nodeType === 1);
  return first?.nodeName === 'Relation' ? readRelation(root) : readBill(root);
}

function readBill(root: Element): Document {
  const event = child(child(root, 'Events'), 'Event');
  const { Name = '', MainAction = '' } = attributes(event, ['Name', 'MainAction']);
  if (events[Name] !== MainAction) throw new Refused('E02', `事件 ${Name}/${MainAction} 不存在`);
  const rows = children(child(event, 'DataField'), 'Data').map((data) =>
    attributes(
      data,
      ['Code', 'CorpOrderID', 'ActDate', 'FromCorpID'],
      ['Actor', 'ToCorpID', 'CorpProductID', 'CorpBatchNo', 'ProduceDate'],
    ),
  );
  for (const { ActDate = '', ProduceDate = '' } of rows) {
    if (parseChinaDateTime(ActDate) === undefined) throw new Refused('E02', 'ActDate 无效');
    if (ProduceDate !== '' && !isDate(ProduceDate)) throw new Refused('E02', 'ProduceDate 无效');
  }
  const corpId = same(
    rows.map((row) => row.FromCorpID ?? ''),
    'FromCorpID',
  );
  const documentNo = same(
    rows.map((row) => row.CorpOrderID ?? ''),
    'CorpOrderID',
  );
  return { event: Name, corpId, documentNo, codes: distinct(rows.map((row) => row.Code ?? '')) };
}

/** Every parent is a code of the same file and of the next layer, or outside it; the top layer has none. */
function readRelation(root: Element): Document {
  const rows = children(root, 'Relation').flatMap((relation) => {
    const { productCode = '' } = attributes(
      relation,
      ['productCode'],
      ['subTypeNo', 'cascade', 'packageSpec', 'comment'],
    );
    if (!/^\d{7}$/.test(productCode)) throw new Refused('E02', 'productCode 应为 7 位');
    return children(relation, 'Batch').flatMap((batch) => {
      const dates = attributes(batch, ['batchNo', 'madeDate', 'validateDate'], ['workshop', 'lineName', 'lineManager']);
      if (!isDate(dates.madeDate ?? '') || !isDate(dates.validateDate ?? '')) throw new Refused('E02', '日期无效');
      return children(batch, 'Code').map((code) => attributes(code, ['curCode', 'packLayer'], ['parentCode', 'flag']));
    });
  });
  const layerOf = new Map(rows.map((row) => [row.curCode ?? '', row.packLayer ?? '']));
  for (const { packLayer = '', parentCode = '', curCode = '' } of rows) {
    if (!layers.includes(packLayer)) throw new Refused('E02', 'packLayer 无效');
    const above = layerOf.get(parentCode);
    if (parentCode === curCode || (above !== undefined && above <= packLayer))
      throw new Refused('E02', 'parentCode 不是更大的包装');
  }
  return { event: 'Relation', corpId: '', documentNo: '', codes: distinct(rows.map((row) => row.curCode ?? '')) };
}

function same(values: readonly string[], name: string): string {
  const [value = '', ...others] = new Set(values);
  if (others.length > 0) throw new Refused('E02', `${name} 不一致`);
  return value;
}

function distinct(codes: readonly string[]): readonly string[] {
  if (new Set(codes).size !== codes.length) throw new Refused('E02', '追溯码重复');
  return codes;
}
