import { type CallContext, RequestError } from '../contract/index.ts';
import { encodeText } from '../kit/encode-text.ts';
import { textSetting } from '../kit/settings.ts';
import { escapeXml } from '../kit/xml-text.ts';
import { chosen } from './choices.ts';
import { xmlOf } from './xml-form.ts';
import { xmlName } from './xml-names.ts';

type Values = Readonly<Record<string, unknown>>;

/** Body and headers of one message in the language that the front speaks. */
export interface Written {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export const SOAP_1_1 = 'http://schemas.xmlsoap.org/soap/envelope/';

/**
 * JSON, as the interface document has it; an XML document of the same tree (transport T8: 深圳 bizh11…); or a SOAP 1.1 call whose only
 * argument is the message as text (北京 UpInhospInfo{inJson}).
 * @throws RequestError NHSA_TEXT_NOT_XML for a text that XML, NHSA_TEXT_NOT_ENCODABLE for one that the charset cannot hold
 */
export function writeFront(message: Values, context: CallContext): Written {
  const form = chosen('bodyForm', context);
  if (form === 'json') {
    const type = textSetting(context.settings, 'contentType', 'application/json; charset=utf-8');
    return { headers: { 'content-type': type }, body: JSON.stringify(message) };
  }
  const charset = chosen('xmlCharset', context);
  const isSoap = form !== 'xml';
  const text = form === 'soap-json' ? JSON.stringify(message) : xmlOf(message, context);
  const document = isSoap ? soapCall(text, context) : text;
  const body = encodeText(`<?xml version="1.0" encoding="${charset.toUpperCase()}"?>${document}`, charset);
  if (body === undefined)
    throw new RequestError('NHSA_TEXT_NOT_ENCODABLE', `a text has characters that ${charset} cannot hold`);
  return {
    headers: {
      'content-type': `text/xml; charset=${charset}`,
      ...(isSoap && { soapaction: `"${xmlName('soapAction', context)}"` }),
    },
    body,
  };
}

function soapCall(text: string, context: CallContext): string {
  const operation = xmlName('soapOperation', context);
  const argument = xmlName('soapArgument', context);
  const namespace = xmlName('soapNamespace', context);
  const name = namespace === '' ? operation : `q:${operation}`;
  const declared = namespace === '' ? '' : ` xmlns:q="${escapeXml(namespace)}"`;
  const call = `<${name}${declared}><${argument}>${escapeXml(text)}</${argument}></${name}>`;
  return `<soap:Envelope xmlns:soap="${SOAP_1_1}"><soap:Body>${call}</soap:Body></soap:Envelope>`;
}
