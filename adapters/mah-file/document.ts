import type { CallContext, DeliveryInput } from '../contract/index.ts';
import { writeXml } from '../kit/xml-write.ts';
import { zipFile } from '../kit/zip.ts';
import { fileDialect } from './dialect.ts';
import { kindTable } from './event-type.ts';
import { storedFile } from './file-name.ts';
import type { Table } from './kinds.ts';
import { institutionValue } from './settings.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The file of a delivery, made of the delivery alone: the same bytes at every try, so that a file that stands there already can be
 * compared.
 * @throws MappingError, RequestError
 */
export function fileContent(table: Table, input: DeliveryInput, context: CallContext): Uint8Array {
  const { fileName, documentNo } = storedFile(input);
  const { identity, code } = context.institution;
  const { eventName, mainAction } = kindTable(input, context);
  const message = context.profile.map(table, {
    event: input.event,
    institution: context.institution,
    ids: { documentNo },
    call: { eventName, mainAction, corpId: institutionValue(identity.corpId, 'corpId', code) },
  });
  const { packing, byteOrderMark, extension } = fileDialect(context.profile);
  const xml = Buffer.from((byteOrderMark ? BYTE_ORDER_MARK : '') + writeXml(message), 'utf8');
  return packing === 'zip' ? zipFile(`${fileName.slice(0, -extension.length)}.xml`, xml) : xml;
}
