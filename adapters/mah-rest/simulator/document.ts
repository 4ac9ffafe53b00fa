import { isDate } from '../../sim-kit/index.ts';
import { Refusal } from './refusal.ts';

export interface Item {
  readonly lineNo: string;
  readonly productCode: string;
  readonly codes: readonly string[];
}

/** What identifies a document: unique per partner and type. */
export interface DocumentKey {
  readonly partnerCode: string;
  readonly documentNo: string;
  readonly documentType: string;
}

export interface TraceDocument extends DocumentKey {
  readonly items: readonly Item[];
}

type Rule = (value: unknown) => boolean;
interface Field {
  readonly rule: Rule;
  readonly optional?: true;
}

const text =
  (most: number): Rule =>
  (value) =>
    typeof value === 'string' && value.trim() !== '' && [...value].length <= most;
const matching =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const listOf =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item: unknown) => rule(item));

const keyFields: Readonly<Record<string, Field>> = {
  partnerCode: { rule: text(40) },
  documentNo: { rule: text(50) },
  documentType: { rule: matching(/^(SALE|RETURN|DISPENSE|DISPENSE_RETURN)$/) },
};
const documentFields: Readonly<Record<string, Field>> = {
  ...keyFields,
  occurredAt: { rule: matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/) },
  originalDocumentNo: { rule: text(50), optional: true },
  items: { rule: listOf((value) => isObject(value)) },
};
const itemFields: Readonly<Record<string, Field>> = {
  lineNo: { rule: matching(/^[1-9]\d{0,3}$/) },
  productCode: { rule: text(40) },
  productName: { rule: text(200) },
  lot: { rule: text(30), optional: true },
  expiresOn: { rule: (value) => typeof value === 'string' && isDate(value), optional: true },
  quantity: { rule: matching(/^\d{1,10}(\.\d{1,6})?$/) },
  codes: { rule: listOf(text(500)) },
};

/** Reads a document by the interface's field table: unknown members, numbers for texts and null are refused. @throws Refusal 2002 */
export function readDocument(content: Readonly<Record<string, unknown>>): TraceDocument {
  check(content, documentFields, '');
  const items = (Array.isArray(content.items) ? content.items : []).filter(isObject).map((item, index) => {
    check(item, itemFields, `items[${index}].`);
    const codes = Array.isArray(item.codes) ? item.codes.map(String) : [];
    return { lineNo: String(item.lineNo), productCode: String(item.productCode), codes };
  });
  if (new Set(items.map(({ lineNo }) => lineNo)).size !== items.length) throw new Refusal('2002', 'lineNo 重复');
  if (!/RETURN$/.test(String(content.documentType)) && content.originalDocumentNo !== undefined)
    throw new Refusal('2002', 'originalDocumentNo 仅用于退货');
  return { ...keyOf(content), items };
}

/** @throws Refusal 2002 */
export function readKey(content: Readonly<Record<string, unknown>>): DocumentKey {
  check(content, keyFields, '');
  return keyOf(content);
}

function keyOf(content: Readonly<Record<string, unknown>>): DocumentKey {
  return {
    partnerCode: String(content.partnerCode),
    documentNo: String(content.documentNo),
    documentType: String(content.documentType),
  };
}

function check(value: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, Field>>, where: string): void {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) throw new Refusal('2002', `${where}${unknown} 未定义`);
  for (const [name, { rule, optional }] of Object.entries(fields)) {
    if (!Object.hasOwn(value, name)) {
      if (optional === undefined) throw new Refusal('2002', `${where}${name} 缺失`);
    } else if (!rule(value[name])) throw new Refusal('2002', `${where}${name} 无效`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
