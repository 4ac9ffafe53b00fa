import type { Element } from '@xmldom/xmldom';
import { leaf } from './dom.ts';
import { sequence } from './sequence.ts';

export interface Item {
  readonly lineNo: string;
  readonly productCode: string;
  readonly productName: string;
  readonly lot: string;
  readonly expiresOn: string;
  readonly quantity: string;
  readonly codes: readonly string[];
}

/** What identifies a document: unique per partner and type. */
export interface DocumentKey {
  readonly partnerCode: string;
  readonly documentNo: string;
  readonly documentType: string;
}

export interface Report extends DocumentKey {
  readonly messageId: string;
  readonly occurredAt: string;
  readonly originalDocumentNo: string;
  readonly items: readonly Item[];
}

/** Reads a Report by the schema in the WSDL. @throws SoapFault soap:Client where it departs from it. */
export function readReport(element: Element): Report {
  const parts = sequence(element, [
    { name: 'messageId' },
    { name: 'partnerCode' },
    { name: 'documentNo' },
    { name: 'documentType' },
    { name: 'occurredAt' },
    { name: 'originalDocumentNo', optional: true },
    { name: 'items' },
  ]);
  const list = parts.get('items')?.[0];
  const items = list === undefined ? [] : sequence(list, [{ name: 'item', many: true }]).get('item');
  return {
    messageId: text(parts, 'messageId'),
    partnerCode: text(parts, 'partnerCode'),
    documentNo: text(parts, 'documentNo'),
    documentType: text(parts, 'documentType'),
    occurredAt: text(parts, 'occurredAt'),
    originalDocumentNo: text(parts, 'originalDocumentNo'),
    items: (items ?? []).map(readItem),
  };
}

/** Reads a Query likewise. */
export function readQuery(element: Element): DocumentKey {
  const parts = sequence(element, [{ name: 'partnerCode' }, { name: 'documentNo' }, { name: 'documentType' }]);
  return {
    partnerCode: text(parts, 'partnerCode'),
    documentNo: text(parts, 'documentNo'),
    documentType: text(parts, 'documentType'),
  };
}

function readItem(element: Element): Item {
  const parts = sequence(element, [
    { name: 'lineNo' },
    { name: 'productCode' },
    { name: 'productName' },
    { name: 'lot', optional: true },
    { name: 'expiresOn', optional: true },
    { name: 'quantity' },
    { name: 'codes' },
  ]);
  const list = parts.get('codes')?.[0];
  const codes = list === undefined ? [] : sequence(list, [{ name: 'code', many: true }]).get('code');
  return {
    lineNo: text(parts, 'lineNo'),
    productCode: text(parts, 'productCode'),
    productName: text(parts, 'productName'),
    lot: text(parts, 'lot'),
    expiresOn: text(parts, 'expiresOn'),
    quantity: text(parts, 'quantity'),
    codes: (codes ?? []).map(leaf),
  };
}

function text(parts: ReadonlyMap<string, readonly Element[]>, name: string): string {
  const element = parts.get(name)?.[0];
  return element === undefined ? '' : leaf(element);
}
