import { filled, foldersOf, receiptDialect } from '../../../adapters/mah-file/dialect.ts';
import { hostKeyOf } from '../../../adapters/mah-file/simulator/host-key.ts';
import type { TraceEvent } from '../../../mappings/model/index.ts';
import { type ContractFamily, type FamilyReply, type ReplyPlace, replyOf } from '../family.ts';

const submit = 'sale-out.submit';

/** A file server speaks in statuses of its steps, the manufacturer in receipts and in where it puts the file. */
export const family: ContractFamily = {
  account: () => ({
    identity: { corpId: 'DEMO-CORP-1', license: 'LIC-1' },
    credentials: { username: 'drop-001', password: 'demo-drop-secret-1' },
  }),
  settings: () => ({ hostKeySha256: [hostKeyOf('tracehub-demo').fingerprint], pollAfterMs: 100 }),
  simulator: ({ constants }) => ({ style: constants.receiptForm }),
  door: ({ constants }) => `${constants.packing} ${constants.receiptForm}`,
  fit,
  replies,
};

/** Adjustments need one of the two reasons that have an event, relations a 药品标识码 of 7 digits. */
function fit(event: TraceEvent): TraceEvent {
  if (event.kind === 'stock-adjust') return { ...event, reason: 'rework' };
  if (event.kind !== 'pack') return event;
  const lines = event.lines.map((line) => ({
    ...line,
    product: { ...line.product, ...(line.product.drugId !== undefined && { drugId: '8123456' }) },
  }));
  return { ...event, lines };
}

function replies(native: string, words: string, { context, input }: ReplyPlace): readonly FamilyReply[] {
  const fileName = input.ids.record.fileName ?? '';
  const { error = 'error', receipts } = foldersOf(context.profile);
  const refusal = (status: number, step: string) => replyOf({ step, code: 4, message: words }, status);
  const extension = context.profile.constants.extension ?? '';
  const parts = { name: fileName.slice(0, -extension.length), file: fileName };
  const read = `${receipts}/${filled(receiptDialect(context.profile).errorName, parts)}`;
  const atReceipt = { ...context, progress: { read } };
  switch (native) {
    case '401':
    case '403':
    case '404':
    case '507':
      return [{ operation: submit, response: refusal(Number(native), 'write') }];
    case 'write':
    case 'rename':
      return [{ operation: submit, response: refusal(500, native) }];
    case 'ALIEN':
      return [{ operation: submit, response: replyOf('{"path":"elsewhere"}', 201) }];
    case 'DIFFERS':
      return [{ operation: 'compare', response: replyOf('another') }];
    case 'ERROR_FOLDER':
      return [{ operation: 'receipt', response: replyOf({ found: [`${error}/${fileName}`] }) }];
    case 'NOWHERE':
      return [
        {
          operation: 'receipt',
          response: replyOf({ found: [] }),
          context: {
            ...context,
            profile: { ...context.profile, constants: { ...context.profile.constants, absentMeans: 'unknown' } },
          },
        },
      ];
    case 'MOVED':
      return [{ operation: 'receipt', response: replyOf({ step: 'read', code: 2 }, 404), context: atReceipt }];
    default:
      return [
        { operation: 'receipt', response: replyOf(receiptText(fileName, native, words, context)), context: atReceipt },
      ];
  }
}

function receiptText(file: string, code: string, words: string, { profile }: ReplyPlace['context']): string {
  if (profile.constants.receiptForm === 'csv')
    return `file,receiptNo,traceCode,result,message\n${file},,,${code},${words}\n`;
  return `<Receipt><FileName>${file}</FileName><Code>${code}</Code><Message>${words}</Message></Receipt>`;
}
