import {
  type CallContext,
  type DeliveryInput,
  type Fault,
  type ItemResult,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import type { XmlNode } from '../kit/xml.ts';
import { nodesAtPath, textAtPath } from '../kit/xml-path.ts';
import type { ReplyDialect } from './dialect.ts';
import type { SoapKind } from './kinds.ts';
import { reportedLines, reportIds, storedId } from './lines.ts';
import { soapRequest } from './request.ts';
import { alien, isCode, type MahResult, readResult, refusal } from './result.ts';

/** The report of one kind of event. Sent twice only where a profile says that the manufacturer compares a repeated document number. */
export function reportOperation({ kind, title }: SoapKind): Operation {
  const id = `${kind}.submit`;
  return {
    id,
    kind,
    title,
    effect: 'write',
    resend: 'unsafe',
    native: 'Report',
    enquiry: 'query',
    checkHint: {
      zh: '请厂家按合作方编码、单据号和类型核对是否已收到该单据',
      en: 'Ask the manufacturer whether it holds the document, by partner code, document number and type',
    },
    businessIds: reportIds,
    buildRequest: (input, context) => buildReport(id, input, context),
    parseResponse: (response, context, input) => parseReport(response, context, required(input)),
  };
}

function buildReport(operation: string, input: DeliveryInput | undefined, context: CallContext) {
  const delivery = required(input);
  reportedLines(delivery);
  const ids = { documentNo: storedId(delivery, 'documentNo'), documentType: storedId(delivery, 'documentType') };
  return soapRequest(operation, 'report', ids, delivery.event, context);
}

function parseReport(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  const result = readResult(response, 'report', 'write', context);
  if ('fault' in result) return { type: 'fault', fault: result.fault };
  const { dialect } = result;
  const receipt = textAtPath(result.node, dialect.receiptPath) ?? '';
  const held = receipt === '' ? {} : { receipt };
  const items = rowResults(result);
  if (!result.ok) return refused(refusal(result.code, result.message, 'write', context), items ?? [], held);
  if (receipt === '') return { type: 'fault', fault: alien('accepted without a receipt') };
  if (dialect.rowsPath === undefined) return { type: 'ok', receipt };
  if (items === undefined || !coversAll(items, input))
    return { type: 'fault', fault: alien('rows do not match the report') };
  const partial = items.some((item) => !item.ok);
  if (items.every((item) => !item.ok)) return { type: 'fault', fault: alien('accepted, yet every row refused') };
  return { type: 'ok', ...(partial && { partial }), items, receipt };
}

/** The same content under the same number is proof: the manufacturer compared it. */
function refused(fault: Fault, items: readonly ItemResult[], held: { readonly receipt?: string }): Outcome {
  if (fault.category === 'already-accepted') return { type: 'ok', duplicate: true, ...held };
  return { type: 'fault', fault, ...(items.length > 0 && { items }) };
}

/** @returns the results by row; undefined when there are several lists, or a row has no number or no code. */
function rowResults({ node, dialect }: MahResult): readonly ItemResult[] | undefined {
  const rows = dialect.rowsPath === undefined ? [] : nodesAtPath(node, dialect.rowsPath);
  const items = rows?.map((row) => rowResult(row, dialect)).filter((item) => item !== undefined);
  return items?.length === rows?.length ? items : undefined;
}

function rowResult(row: XmlNode, dialect: ReplyDialect): ItemResult | undefined {
  const lineNo = textAtPath(row, dialect.rowNumberPath) ?? '';
  const code = textAtPath(row, dialect.rowCodePath) ?? '';
  if (!/^\d{1,6}$/.test(lineNo) || !isCode(code, dialect)) return undefined;
  const message = textAtPath(row, dialect.rowMessagePath) ?? '';
  const ok = dialect.rowOkValues.includes(code);
  return { key: `line-${Number(lineNo)}`, ok, nativeCode: code, ...(message && { message }) };
}

/** Every reported line exactly once, and nothing else: anything less is another document's answer. */
function coversAll(items: readonly ItemResult[], input: DeliveryInput): boolean {
  const expected = reportedLines(input).map(({ key }) => key);
  const answered = items.map(({ key }) => key);
  return expected.length === answered.length && expected.every((key) => answered.includes(key));
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'a report needs an event');
  return input;
}
