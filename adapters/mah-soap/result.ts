import { type CallContext, classifyNative, type Fault, type NativeResponse } from '../contract/index.ts';
import { faultFromStatus } from '../kit/http.ts';
import { childText, parseXml, XmlInvalid, type XmlNode } from '../kit/xml.ts';
import { defaultXmlLimits, XmlRefused } from '../kit/xml-guard.ts';
import { resultFaults } from './faults.ts';
import { scrub } from './privacy.ts';

/** An event has at most 1,000 lines, its result as many rows of four nodes; 50,000 nodes would block the process for 60 ms. */
const resultLimits = { ...defaultXmlLimits, maxNodes: 6000 };

/** The manufacturer's `Result`: a code, and the document it came in. */
export interface MahResult {
  readonly code: string;
  readonly message: string;
  readonly node: XmlNode;
}

/**
 * Takes a reply through SOAP fault, HTTP status and the XML inside the result string.
 * @param field name of the result string: reportResult or queryResult
 */
export function readResult(
  response: NativeResponse,
  field: string,
  effect: 'read' | 'write',
  context: CallContext,
): MahResult | { readonly fault: Fault } {
  const { soap } = response;
  if (soap !== undefined && 'faultCode' in soap)
    return { fault: soapFault(soap.faultCode, soap.faultString, effect, context) };
  if (response.status !== 200)
    return { fault: faultFromStatus(response.status, response.headers, effect, context.now) };
  const text = soap === undefined ? undefined : resultText(soap.result, field);
  if (text === undefined) return { fault: alien(`no ${field} in the reply`) };
  return parseResult(text);
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

function resultText(result: unknown, field: string): string | undefined {
  const value: unknown =
    typeof result === 'object' && result !== null
      ? Object.entries(result).find(([name]) => name === field)?.[1]
      : undefined;
  return typeof value === 'string' ? value : undefined;
}

function parseResult(text: string): MahResult | { readonly fault: Fault } {
  let node: XmlNode;
  try {
    node = parseXml(text, resultLimits);
  } catch (error) {
    if (error instanceof XmlInvalid || error instanceof XmlRefused) return { fault: alien(error.message) };
    throw error;
  }
  const code = node.name === 'Result' ? childText(node, 'Code') : undefined;
  if (code === undefined || !/^\d{1,6}$/.test(code)) return { fault: alien('no Result with a Code') };
  return { code, message: childText(node, 'Message') ?? '', node };
}
