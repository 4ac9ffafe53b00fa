import { RequestError } from '../contract/index.ts';
import { isXmlText } from '../kit/xml-text.ts';
import type { PackedCode } from './pack-tree.ts';

/** What the profile makes of a packed line: attributes of `Relation` and `Batch`. */
export interface RelationHead {
  readonly relation: Readonly<Record<string, string>>;
  readonly batch: Readonly<Record<string, string>>;
  /** 许可证 of the document; may be empty. */
  readonly license: string;
  /** `flag` of every code. */
  readonly flag: string;
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const SCHEMA = '关联关系XML Schema-3.0.xsd';

/**
 * 关联关系文件 V3.0: one product, one batch, every code with its parent (structure of files that producers upload; the platform
 * publishes no schema). UTF-8 without byte order mark, one element per line, line feeds only.
 * @throws RequestError for a character that no XML document can hold
 */
export function relationXml({ relation, batch, license, flag }: RelationHead, codes: readonly PackedCode[]): string {
  const document = { 'xmlns:xsi': XSI, 'xsi:noNamespaceSchemaLocation': SCHEMA, License: license };
  return [
    `<?xml version="1.0" encoding="utf-8"?>${opening('Document', document)}`,
    opening('Events', { Version: '3.0' }),
    opening('Event', { Name: 'RelationCreate' }),
    opening('Relation', relation),
    opening('Batch', batch),
    ...codes.map((code) => codeElement(code, flag)),
    '</Batch>',
    '</Relation>',
    '</Event>',
    '</Events>',
    '</Document>',
    '',
  ].join('\n');
}

function codeElement({ code, layer, parent }: PackedCode, flag: string): string {
  const lies = parent === undefined ? {} : { parentCode: parent };
  return `<Code${attributes({ curCode: code, packLayer: String(layer), ...lies, flag })}/>`;
}

function opening(name: string, values: Readonly<Record<string, string>>): string {
  return `<${name}${attributes(values)}>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

/** XML 1.0 §2.4 and §3.3.3: markup, and white space that a parser would turn into blanks. */
function escaped(text: string): string {
  if (!isXmlText(text)) throw new RequestError('NOT_XML_TEXT', 'a value holds a character that XML cannot hold');
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}
