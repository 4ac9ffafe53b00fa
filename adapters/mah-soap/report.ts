import {
  type CallContext,
  type DeliveryInput,
  type Fault,
  type ItemResult,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
  type SoapArgs,
} from '../contract/index.ts';
import { childText, type XmlNode } from '../kit/xml.ts';
import { reportedLines, reportIds, storedId } from './lines.ts';
import { partnerCodeOf, soapRequest } from './request.ts';
import { alien, type MahResult, readResult, refusal } from './result.ts';

/** 16 random bytes: enough that no two tries ever share a messageId. */
const MESSAGE_ID_BYTES = 16;

/** A report of a sale or a return; the document number is the manufacturer's key, a repeat is answered with 1001. */
export function reportOperation(
  report: Pick<Operation, 'id' | 'title'> & { readonly kind: 'retail-sale' | 'retail-return' },
): Operation {
  return {
    ...report,
    effect: 'write',
    resend: 'keyed',
    native: 'Report',
    enquiry: 'query',
    checkHint: {
      zh: '请厂家按合作方编码、单据号和类型核对是否已收到该单据',
      en: 'Ask the manufacturer whether it holds the document, by partner code, document number and type',
    },
    businessIds: reportIds,
    buildRequest: (input, context) => buildReport(report.id, input, context),
    parseResponse: (response, context, input) => parseReport(response, context, required(input)),
  };
}

function buildReport(operation: string, input: DeliveryInput | undefined, context: CallContext) {
  const delivery = required(input);
  reportedLines(delivery);
  const messageId = context.randomHex(MESSAGE_ID_BYTES);
  const message = context.profile.map(operation, {
    event: delivery.event,
    institution: context.institution,
    ids: { documentNo: storedId(delivery, 'documentNo'), documentType: storedId(delivery, 'documentType') },
    call: { messageId, partnerCode: partnerCodeOf(context) },
  });
  return soapRequest('Report', soapArgs(message), context, { messageId });
}

function parseReport(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  const result = readResult(response, 'reportResult', 'write', context);
  if ('fault' in result) return { type: 'fault', fault: result.fault };
  const receipt = childText(result.node, 'ReceiptNo') ?? '';
  const held = receipt === '' ? {} : { receipt };
  const items = rowResults(result.node);
  if (result.code !== '0') return refused(refusal(result.code, result.message, 'write', context), items ?? [], held);
  if (receipt === '') return { type: 'fault', fault: alien('accepted without a ReceiptNo') };
  if (items === undefined || !coversAll(items, input))
    return { type: 'fault', fault: alien('rows do not match the report') };
  const partial = items.some((item) => !item.ok);
  if (items.every((item) => !item.ok)) return { type: 'fault', fault: alien('accepted, yet every row refused') };
  return { type: 'ok', ...(partial && { partial }), items, receipt };
}

/** The same content under the same number is proof: the manufacturer compared it (1001). */
function refused(fault: Fault, items: readonly ItemResult[], held: { readonly receipt?: string }): Outcome {
  if (fault.category === 'already-accepted') return { type: 'ok', duplicate: true, ...held };
  return { type: 'fault', fault, ...(items.length > 0 && { items }) };
}

/** @returns the results by row; undefined when there are several lists, or a row has no number or no code. */
function rowResults(node: MahResult['node']): readonly ItemResult[] | undefined {
  const [list, ...others] = node.children.Rows ?? [];
  if (others.length > 0) return undefined;
  const rows = list?.children.Row ?? [];
  const items = rows.map(rowResult).filter((item) => item !== undefined);
  return items.length === rows.length ? items : undefined;
}

function rowResult(row: XmlNode): ItemResult | undefined {
  const lineNo = row.attributes.lineNo ?? '';
  const code = childText(row, 'Code') ?? '';
  if (!/^\d{1,6}$/.test(lineNo) || !/^\d{1,6}$/.test(code)) return undefined;
  const message = childText(row, 'Message') ?? '';
  return { key: `line-${Number(lineNo)}`, ok: code === '0', nativeCode: code, ...(message && { message }) };
}

/** Every reported line exactly once, and nothing else: anything less is another document's answer. */
function coversAll(items: readonly ItemResult[], input: DeliveryInput): boolean {
  const expected = reportedLines(input).map(({ key }) => key);
  const answered = items.map(({ key }) => key);
  return expected.length === answered.length && expected.every((key) => answered.includes(key));
}

/** The profile's message as SOAP arguments: text leaves only, checked here because a profile is data. */
function soapArgs(message: Readonly<Record<string, unknown>>): SoapArgs {
  const args: Record<string, string | SoapArgs | ReadonlyArray<string | SoapArgs>> = {};
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined || value === null) continue;
    args[name] = Array.isArray(value) ? value.map((item) => soapArg(name, item)) : soapArg(name, value);
  }
  return args;
}

function soapArg(name: string, value: unknown): string | SoapArgs {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return soapArgs({ ...value });
  throw new TypeError(`profile field ${name} is no text`);
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'a report needs an event');
  return input;
}
