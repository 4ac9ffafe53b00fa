import type {
  CallContext,
  CodeVerdict,
  DeliveryInput,
  FileRequest,
  NativeResponse,
  Operation,
  Outcome,
} from '../contract/index.ts';
import { jsonObjectOf } from '../kit/json.ts';
import { fileDialect, filled, foldersOf, type ReceiptDialect, receiptDialect } from './dialect.ts';
import { storedFile } from './file-name.ts';
import { type Receipt, type ReceiptRow, readReceipt } from './read-receipt.ts';
import { alien, classified, serverRefusal } from './reply.ts';
import { fileRequest, requiredInput } from './request.ts';
import { inInbox, pending } from './submit.ts';

/** Where a file and its receipts can stand, in the order in which it wanders. */
interface Places {
  readonly inbox: string;
  readonly done: string | undefined;
  readonly error: string | undefined;
  readonly ok: string;
  readonly refused: string;
}

/**
 * What became of a file. First it looks where the file is, in the order in which it wanders, so that one that moves meanwhile is still
 * seen somewhere; then, when there is a receipt, reads it.
 */
export const receipt: Operation = {
  id: 'receipt',
  title: { zh: '回执查询', en: 'Enquiry for the receipt' },
  effect: 'read',
  resend: 'safe',
  native: 'find, read',
  buildRequest: (input, context) => receiptRequest(requiredInput(input), context),
  parseResponse: (response, context, input) => {
    const delivery = requiredInput(input);
    const path = context.progress?.read;
    return typeof path === 'string'
      ? parseReceipt(response, path, context, delivery)
      : parsePlaces(response, context, delivery);
  },
};

function receiptRequest(input: DeliveryInput, context: CallContext): FileRequest {
  const path = context.progress?.read;
  if (typeof path === 'string') return fileRequest({ type: 'read', path }, context);
  const { inbox, done, error, ok, refused } = placesOf(input, context);
  const paths = [inbox, done, error, ok, refused].filter((each) => each !== undefined);
  return fileRequest({ type: 'find', paths }, context);
}

function placesOf(input: DeliveryInput, { profile }: CallContext): Places {
  const { fileName } = storedFile(input);
  const { inbox, receipts, done, error } = foldersOf(profile);
  const dialect = receiptDialect(profile);
  const parts = { name: fileName.slice(0, -fileDialect(profile).extension.length), file: fileName };
  return {
    inbox: `${inbox}/${fileName}`,
    done: done && `${done}/${fileName}`,
    error: error && `${error}/${fileName}`,
    ok: `${receipts}/${filled(dialect.okName, parts)}`,
    refused: `${receipts}/${filled(dialect.errorName, parts)}`,
  };
}

function parsePlaces(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  if (response.status !== 200) return { type: 'fault', fault: serverRefusal(response, context) };
  const list = jsonObjectOf(response.body)?.found;
  if (!Array.isArray(list)) return { type: 'fault', fault: alien('no list of places') };
  const { inbox, done, error, ok, refused } = placesOf(input, context);
  const stands = (path: string | undefined): boolean => path !== undefined && list.includes(path);
  if (stands(ok) && stands(refused)) return { type: 'fault', fault: alien('two receipts that contradict each other') };
  const read = stands(ok) ? ok : stands(refused) ? refused : undefined;
  if (read !== undefined) return { type: 'continue', progress: { read } };
  if (stands(error)) return { type: 'fault', fault: classified('ERROR_FOLDER', '', context), ofRecord: true };
  if (stands(done)) return taken(context);
  if (stands(inbox)) return inInbox(context);
  if (receiptDialect(context.profile).absent === 'not-received') return { type: 'not-found' };
  return { type: 'fault', fault: classified('NOWHERE', '', context) };
}

/** Without a receipt, a file among the done ones is accepted only where the profile says that no receipt will follow. */
function taken(context: CallContext): Outcome {
  if (receiptDialect(context.profile).done === 'accepted') return { type: 'ok' };
  return pending('taken by the manufacturer, no receipt yet', context);
}

function parseReceipt(response: NativeResponse, path: string, context: CallContext, input: DeliveryInput): Outcome {
  if (response.status === 404) return { type: 'fault', fault: classified('MOVED', '', context) };
  if (response.status !== 200) return { type: 'fault', fault: serverRefusal(response, context) };
  const dialect = receiptDialect(context.profile);
  const found = readReceipt(response.body, dialect);
  if (found === undefined || found.file !== storedFile(input).fileName)
    return { type: 'fault', fault: alien('no receipt of this file') };
  const codes = verdicts(found.rows, input, dialect);
  if (codes === undefined) return { type: 'fault', fault: alien('rows that are not of this file') };
  return judged(found, path === placesOf(input, context).ok, codes, context, dialect);
}

/** The name and the content of a receipt must say the same. */
function judged(
  found: Receipt,
  isOk: boolean,
  codes: readonly CodeVerdict[],
  context: CallContext,
  dialect: ReceiptDialect,
): Outcome {
  const accepted = found.code === dialect.successCode;
  if (found.code === '' || accepted !== isOk) return { type: 'fault', fault: alien('name and content differ') };
  const some = codes.length > 0 ? { codes } : {};
  const held = found.number === '' ? {} : { receipt: found.number };
  if (!accepted) {
    return { type: 'fault', fault: classified(found.code, found.message, context), ofRecord: true, ...some, ...held };
  }
  const partial = codes.some(({ verdict }) => verdict === 'refused');
  return { type: 'ok', ...(partial && { partial }), ...some, ...held };
}

/** @returns the verdicts on our codes; undefined when a row speaks of a code that was not sent, or of one twice. */
function verdicts(
  rows: readonly ReceiptRow[],
  input: DeliveryInput,
  { successCode }: ReceiptDialect,
): readonly CodeVerdict[] | undefined {
  const sent = new Set(input.event.lines.flatMap((line) => line.codes.map(({ value }) => value)));
  const named = new Set(rows.map(({ code }) => code));
  if (named.size !== rows.length || rows.some(({ code, result }) => !sent.has(code) || result === '')) return undefined;
  return rows.map(({ code, result, message }) => ({
    code,
    verdict: result === successCode ? 'accepted' : 'refused',
    nativeCode: result,
    ...(message && { message }),
  }));
}
