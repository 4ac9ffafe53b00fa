import { gunzipSync, inflateRawSync } from 'node:zlib';

/** A relation file as the platform reads it. */
export interface RelationFile {
  readonly subTypeNo: string;
  readonly batchNo: string;
  readonly madeDate: string;
  readonly validateDate: string;
  readonly cascade: string;
  readonly codes: readonly RelationCode[];
}

export interface RelationCode {
  readonly code: string;
  readonly layer: number;
  readonly parent: string | undefined;
}

const schema = '关联关系XML Schema-3.0.xsd';
const localHeader = 0x04034b50;
const headerLength = 30;

/** @returns the file behind a Base64 text, or why it cannot be read. */
export function readRelationFile(base64: string): RelationFile | string {
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64)) return '文件不是Base64';
  const xml = unpacked(Buffer.from(base64, 'base64'));
  if (xml === undefined) return '文件解压失败';
  return parsed(xml);
}

/** The first file of a zip archive (PKWARE APPNOTE 4.3.7), or a gzip stream. */
function unpacked(bytes: Buffer): string | undefined {
  try {
    if (bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes).toString('utf8');
    if (bytes.length < headerLength || bytes.readUInt32LE(0) !== localHeader) return undefined;
    const start = headerLength + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
    const data = bytes.subarray(start, start + bytes.readUInt32LE(18));
    return (bytes.readUInt16LE(8) === 0 ? data : inflateRawSync(data)).toString('utf8');
  } catch {
    return undefined;
  }
}

function parsed(xml: string): RelationFile | string {
  const [document] = elements(xml, 'Document');
  const [event] = elements(xml, 'Event');
  const relations = elements(xml, 'Relation');
  const batches = elements(xml, 'Batch');
  if (document?.get('xsi:noNamespaceSchemaLocation') !== schema) return '不是关联关系文件';
  if (event?.get('Name') !== 'RelationCreate') return '事件应为RelationCreate';
  const [relation, batch] = [relations[0], batches[0]];
  if (relation === undefined || batch === undefined || relations.length > 1 || batches.length > 1)
    return '一个文件应为一个产品一个批次';
  const take = (element: ReadonlyMap<string, string>, name: string) => element.get(name) ?? '';
  const subTypeNo = take(relation, 'subTypeNo');
  if (!/^\d{10}$/.test(subTypeNo)) return '子类编码应为10位数字';
  if (take(relation, 'productCode') !== subTypeNo.slice(0, 7)) return '产品编码应为子类编码前7位';
  if (!/^1(:\d+)+$/.test(take(relation, 'cascade'))) return '级联关系格式不正确';
  if (take(relation, 'packageSpec') === '' || take(batch, 'batchNo') === '') return '缺少包装规格或批号';
  const dates = [take(batch, 'madeDate'), take(batch, 'validateDate')];
  if (dates.some((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day))) return '生产日期或有效期不正确';
  const codes = elements(xml, 'Code').map((code) => ({
    code: take(code, 'curCode'),
    layer: Number(take(code, 'packLayer')),
    parent: code.get('parentCode'),
  }));
  const cascade = take(relation, 'cascade');
  const [madeDate = '', validateDate = ''] = dates;
  return { subTypeNo, cascade, batchNo: take(batch, 'batchNo'), madeDate, validateDate, codes };
}

function elements(xml: string, name: string): readonly ReadonlyMap<string, string>[] {
  return [...xml.matchAll(new RegExp(`<${name}((?:\\s+[\\w:]+="[^"<]*")*)\\s*/?>`, 'g'))].map(
    ([, attributes = '']) =>
      new Map([...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])),
  );
}
