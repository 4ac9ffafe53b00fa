import type { CallContext, DeliveryInput } from '../contract/index.ts';
import { unzippedFile } from '../kit/unzip.ts';
import { writeXml } from '../kit/xml-write.ts';
import { zipFile } from '../kit/zip.ts';
import { fileDialect } from './dialect.ts';
import { kindTable } from './event-type.ts';
import { storedFile } from './file-name.ts';
import type { Table } from './kinds.ts';
import { institutionValue } from './settings.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** The file of a delivery, as it is put into the inbox. @throws MappingError, RequestError */
export function fileContent(table: Table, input: DeliveryInput, context: CallContext): Uint8Array {
  const { packing, extension } = fileDialect(context.profile);
  const xml = documentOf(table, input, context);
  return packing === 'zip' ? zipFile(`${storedFile(input).fileName.slice(0, -extension.length)}.xml`, xml) : xml;
}

/**
 * Does a file hold the document of this delivery? What counts is the document: how an archive is packed is the business of who packed
 * it, an older release of ours or the manufacturer's own tool.
 * @throws MappingError, RequestError
 */
export function holdsDocument(file: Uint8Array, table: Table, input: DeliveryInput, context: CallContext): boolean {
  const own = documentOf(table, input, context);
  const held = fileDialect(context.profile).packing === 'zip' ? unzippedFile(file, own.length) : file;
  return held !== undefined && own.equals(held);
}

/** Made of the delivery alone, the same bytes at every try: so it can be compared. */
function documentOf(table: Table, input: DeliveryInput, context: CallContext): Buffer {
  const { documentNo } = storedFile(input);
  const { identity, code } = context.institution;
  const { eventName, mainAction } = kindTable(input, context);
  const message = context.profile.map(table, {
    event: input.event,
    institution: context.institution,
    ids: { documentNo },
    call: { eventName, mainAction, corpId: institutionValue(identity.corpId, 'corpId', code) },
  });
  const { byteOrderMark } = fileDialect(context.profile);
  return Buffer.from((byteOrderMark ? BYTE_ORDER_MARK : '') + writeXml(message), 'utf8');
}
