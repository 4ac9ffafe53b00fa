import { type CallContext, classifyNative, type Fault, type NativeResponse } from '../contract/index.ts';
import { faultFromStatus } from '../kit/http.ts';
import { parseXml, XmlInvalid, type XmlNode } from '../kit/xml.ts';
import { defaultXmlLimits, XmlRefused } from '../kit/xml-guard.ts';
import { localNames, textAtPath } from '../kit/xml-path.ts';
import { type ReplyDialect, replyDialect, resultNames } from './dialect.ts';
import { resultFaults } from './faults.ts';
import { scrub } from './privacy.ts';

/** An event has at most 1,000 lines, its result as many rows of four nodes; 50,000 nodes would block the process for 60 ms. */
const resultLimits = { ...defaultXmlLimits, maxNodes: 6000 };

/** The manufacturer's answer: whether it is a yes, its code, and the element it came in (local names). */
export interface MahResult {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
  readonly node: XmlNode;
  readonly dialect: ReplyDialect;
}

/** Takes a reply through SOAP fault, HTTP status and the form of the profile to its code. */
export function readResult(
  response: NativeResponse,
  what: 'report' | 'query',
  effect: 'read' | 'write',
  context: CallContext,
): MahResult | { readonly fault: Fault } {
  const { soap } = response;
  if (soap !== undefined && 'faultCode' in soap)
    return { fault: soapFault(soap.faultCode, soap.faultString, effect, context) };
  if (response.status !== 200)
    return { fault: faultFromStatus(response.status, response.headers, effect, context.now) };
  const dialect = replyDialect(context.profile);
  const names = resultNames(context.profile, what);
  try {
    const node = soap === undefined ? undefined : resultNode(response, soap.result, names, dialect);
    return node === undefined ? { fault: alien(`no ${names.field} in the reply`) } : parseResult(node, dialect);
  } catch (error) {
    if (error instanceof XmlInvalid || error instanceof XmlRefused) return { fault: alien(error.message) };
    throw error;
  }
}

/** @returns the fault of a refusing code; a code of no table is an unknown outcome. */
export function refusal(code: string, message: string, effect: 'read' | 'write', context: CallContext): Fault {
  const otherwise = { category: 'unknown-outcome', code: 'MAH_SOAP_FAULT' } as const;
  const fault = classifyNative([context.profile.faults, resultFaults], code, scrub(message), otherwise);
  const lost = effect === 'read' && fault.category === 'unknown-outcome';
  return lost ? { ...fault, category: 'unavailable' } : fault;
}

/** @returns the fault of a reply that says nothing we know. */
export function alien(reason: string): Fault {
  return { category: 'contract-broken', code: 'MAH_ALIEN_REPLY', nativeMessage: reason };
}

function soapFault(faultCode: string, faultString: string, effect: 'read' | 'write', context: CallContext): Fault {
  return refusal(faultCode.slice(faultCode.lastIndexOf(':') + 1), faultString, effect, context);
}

type Names = ReturnType<typeof resultNames>;

/** @returns the result element. @throws XmlInvalid, XmlRefused */
function resultNode(
  response: NativeResponse,
  result: unknown,
  { field, root }: Names,
  { form }: ReplyDialect,
): XmlNode | undefined {
  if (form === 'text') {
    const text = resultText(result, field);
    const node = text === undefined ? undefined : parseXml(text, resultLimits);
    return node?.name === root ? node : undefined;
  }
  // node-soap's tree has lost the attributes; the envelope has passed its guard and is read once more, with them.
  const envelope = localNames(parseXml(response.body, resultLimits));
  const [body, ...bodies] = envelope.name === 'Envelope' ? (envelope.children.Body ?? []) : [];
  const [node, ...others] = Object.values(body?.children ?? {}).flat();
  return bodies.length === 0 && others.length === 0 && node?.name === field ? node : undefined;
}

function resultText(result: unknown, field: string): string | undefined {
  const value: unknown =
    typeof result === 'object' && result !== null
      ? Object.entries(result).find(([name]) => name === field)?.[1]
      : undefined;
  return typeof value === 'string' ? value : undefined;
}

function parseResult(node: XmlNode, dialect: ReplyDialect): MahResult | { readonly fault: Fault } {
  const code = textAtPath(node, dialect.codePath) ?? '';
  const mark = textAtPath(node, dialect.okPath) ?? '';
  if (!isCode(code, dialect) || mark === '') return { fault: alien('no result with a code') };
  const message = textAtPath(node, dialect.messagePath) ?? '';
  return { ok: dialect.okValues.includes(mark), code, message, node, dialect };
}

/** @returns whether the text has the form of this manufacturer's codes. */
export function isCode(code: string, { codeForm }: ReplyDialect): boolean {
  return codeForm === 'digits' ? /^\d{1,6}$/.test(code) : /^[!-~]{1,40}$/.test(code);
}
