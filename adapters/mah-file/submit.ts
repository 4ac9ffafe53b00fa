import type { CallContext, DeliveryInput, NativeResponse, Operation, Outcome } from '../contract/index.ts';
import { jsonObjectOf } from '../kit/json.ts';
import { fileDialect, filled, foldersOf } from './dialect.ts';
import { fileContent, holdsDocument } from './document.ts';
import { fileIds, storedFile } from './file-name.ts';
import { type FileKind, kinds } from './kinds.ts';
import { alien, classified, serverRefusal } from './reply.ts';
import { fileRequest, requiredInput } from './request.ts';
import { pollAfterMs } from './settings.ts';

/** 4 random bytes: enough that two tries never write into each other's temporary file. */
const TRY_BYTES = 4;
/** A zipped bill of 10,000 codes of 20 digits is about 300 KB; beyond it importers are known to choke. */
const MAX_CODES = 10_000;

/** Puts one file into the manufacturer's inbox. That it stands there says nothing of what the manufacturer makes of it. */
export function submitOperation({ kind, table, title }: FileKind): Operation {
  return {
    id: `${kind}.submit`,
    kind,
    title,
    effect: 'write',
    resend: 'unsafe',
    native: 'write, rename',
    maxCodes: MAX_CODES,
    // A bill file lists codes and no quantities; the tree of a relation file would lose its branches.
    ...(table === 'bill' && { splitLines: true }),
    enquiry: 'receipt',
    checkHint: {
      zh: '请厂家按文件名核对收件、已处理与回执文件夹',
      en: 'Ask the manufacturer to look for the file name in its inbox, done and receipt folders',
    },
    businessIds: fileIds,
    buildRequest: (input, context) => {
      const delivery = requiredInput(input);
      const { fileName } = storedFile(delivery);
      const { inbox } = foldersOf(context.profile);
      const tryId = context.randomHex(TRY_BYTES);
      const temporary = filled(fileDialect(context.profile).temporaryName, { file: fileName, try: tryId });
      const content = fileContent(table, delivery, context);
      const paths = { path: `${inbox}/${fileName}`, temporaryPath: `${inbox}/${temporary}` };
      return fileRequest({ type: 'write', ...paths, content }, context, { tryId });
    },
    parseResponse: (response, context, input) => {
      const body = jsonObjectOf(response.body);
      const path = `${foldersOf(context.profile).inbox}/${storedFile(requiredInput(input)).fileName}`;
      if (response.status === 201) return body?.path === path ? inInbox(context) : notWritten;
      // Its name is ours alone: an earlier try may have put it there. What it holds is looked at before anything is believed.
      if (response.status === 409 && body?.step === 'rename') {
        return { type: 'continue', operation: compare.id, progress: {} };
      }
      return { type: 'fault', fault: serverRefusal(response, context) };
    },
  };
}

const notWritten: Outcome = { type: 'fault', fault: alien('no word of the file that was written') };

/** Is the file that stands in the inbox already the one that was to be written? */
export const compare: Operation = {
  id: 'compare',
  title: { zh: '收件夹中同名文件的比对', en: 'Comparison with the file in the inbox' },
  effect: 'read',
  resend: 'safe',
  native: 'read',
  buildRequest: (input, context) => {
    const path = `${foldersOf(context.profile).inbox}/${storedFile(requiredInput(input)).fileName}`;
    return fileRequest({ type: 'read', path }, context);
  },
  parseResponse: (response, context, input) => compared(response, context, requiredInput(input)),
};

function compared(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  // Taken out of the inbox in between: the receipt will tell.
  if (response.status === 404 && jsonObjectOf(response.body)?.step === 'read') return inInbox(context);
  if (response.status !== 200) return { type: 'fault', fault: serverRefusal(response, context) };
  const table = kinds.find(({ kind }) => kind === input.event.kind)?.table ?? 'bill';
  const same = holdsDocument(response.body, table, input, context);
  return same ? inInbox(context) : { type: 'fault', fault: classified('DIFFERS', '', context) };
}

export function inInbox(context: CallContext): Outcome {
  return pending('in the inbox of the manufacturer', context);
}

export function pending(reason: string, { settings }: CallContext): Outcome {
  return { type: 'accepted-pending', reason, pollAfterMs: pollAfterMs(settings) };
}
