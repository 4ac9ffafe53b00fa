import { type BusinessIds, type DeliveryInput, type IdContext, RequestError } from '../contract/index.ts';
import { chinaDateTime } from '../kit/china-time.ts';
import { partNumber } from '../kit/part-number.ts';
import { fileDialect, filled } from './dialect.ts';
import { kindTable } from './event-type.ts';
import { institutionValue } from './settings.ts';

/** What is no letter, digit, dot, underscore or hyphen (a slash, above all) stands as `~` and its code in a file name. */
const unsafe = /[^A-Za-z0-9._-]/g;

/**
 * The file of a delivery: the same name at every try, made of what identifies the document for ever. A part of a large event carries
 * `~p2`, which no document number can end in, since its own tildes are written out.
 * @throws RequestError when no line carries a code, or the institution has no corpId.
 */
export function fileIds(input: DeliveryInput, context: IdContext): BusinessIds {
  const { event, part } = input;
  if (event.lines.every((line) => line.codes.length === 0))
    throw new RequestError('NO_CODE_FOR_PLATFORM', 'no line carries a trace code');
  const { identity, code } = context.institution;
  const dialect = fileDialect(context.profile);
  const name = filled(dialect.fileName, {
    corpId: institutionValue(identity.corpId, 'corpId', code),
    type: kindTable(input, context).type,
    documentNo: safe(event.documentNo) + (part.count > 1 ? `~p${part.index + 1}` : ''),
    time: compactTime(event.occurredAt),
  });
  return { record: { fileName: name + dialect.extension, documentNo: partNumber(input) }, items: [] };
}

/** The stored ids. @throws RequestError when the delivery has none: dispatch must store them before it sends. */
export function storedFile({ ids }: DeliveryInput): { readonly fileName: string; readonly documentNo: string } {
  const { fileName, documentNo } = ids.record;
  if (fileName && documentNo) return { fileName, documentNo };
  throw new RequestError('BUSINESS_ID_MISSING', 'the delivery has no file name');
}

/** @throws RequestError for a leap second, which is a valid time and no instant of this host */
function compactTime(time: string): string {
  const epochMs = Date.parse(time);
  if (Number.isNaN(epochMs)) throw new RequestError('TIME_UNREADABLE', 'occurredAt is no time that can be converted');
  return chinaDateTime(epochMs).replace(/\D/g, '');
}

function safe(text: string): string {
  return text.replace(unsafe, (character) => `~${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
