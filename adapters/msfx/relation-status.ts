import {
  type CallContext,
  type DeliveryInput,
  type Fault,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import { readAnswer } from './answer.ts';
import { storedFileName } from './bill-code.ts';
import { alien, businessFault } from './classify.ts';
import { refEntIdOf } from './enterprise.ts';
import { apiRequest } from './families.ts';
import { PAGE_SIZE, pageOf } from './lookup.ts';
import { QUERY_PACE } from './pace.ts';
import { countOf, rowsOf } from './reply.ts';
import { readSettings } from './settings.ts';
import { statusWindow } from './window.ts';

/** process_flag by weight: 3 处理成功 before 1 待处理 before 4 处理失败, should a name be listed twice. */
const WEIGHT = ['3', '1', '4'];

/** 关联关系处理查询: what became of a relation file, found by its name among those of its days. */
export const relationStatus: Operation = {
  id: 'relation-status',
  effect: 'read',
  resend: 'safe',
  title: { zh: '关联关系处理查询', en: 'Processing status of a relation file' },
  native: 'codeprocess',
  pace: QUERY_PACE,
  buildRequest: (input, context) => {
    const delivery = required(input);
    const { begin, end } = statusWindow(delivery, context);
    const business = {
      ref_ent_id: refEntIdOf(context.institution),
      start_date: begin,
      end_date: end,
      process_flag: 'A',
      query_flag: '0',
      physic_type: 'A',
      client_type: '2',
      page: String(pageOf(context)),
      page_size: String(PAGE_SIZE),
    };
    return apiRequest('relationStatus', business, context);
  },
  parseResponse: parseStatus,
};

function parseStatus(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const name = storedFileName(required(input));
  const answer = readAnswer(response, 'relationStatus', context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  if ('absent' in answer) return { type: 'not-found' };
  const list = isObject(answer.model) ? rowsOf(answer.model.result_list) : undefined;
  const total = isObject(answer.model) ? countOf(answer.model.total_num) : undefined;
  if (list === undefined || (list.length === 0 && total !== 0))
    return { type: 'fault', fault: alien('list of relation files not recognised') };
  const row = decisive(list, name);
  if (row !== undefined) return statusOf(row, answer.requestId, context);
  const page = pageOf(context);
  if (list.length > 0 && (total ?? 0) > page * PAGE_SIZE)
    return { type: 'continue', progress: { ...context.progress, page: page + 1 } };
  return { type: 'not-found' };
}

/** The platform may add a folder or a time before the name, and may keep the ending or not. */
function decisive(rows: readonly JsonObject[], name: string): JsonObject | undefined {
  const bare = name.replace(/\.xml$/, '');
  const ours = rows.filter((row) => {
    const listed = (textOf(row.file_name) ?? '').split(/[/\\]/).at(-1) ?? '';
    return listed === name || listed === bare;
  });
  return ours.toSorted((a, b) => weight(a) - weight(b))[0];
}

function statusOf(row: JsonObject, requestId: string, context: CallContext): Outcome {
  const receipt = textOf(row.active_info_seq_no) ?? '';
  const results = receipt === '' ? {} : { receipt };
  switch (textOf(row.process_flag)) {
    case '1': {
      const { pollAfterMs } = readSettings(context.settings);
      return { type: 'accepted-pending', reason: 'being processed', pollAfterMs, ...results };
    }
    case '3':
      return { type: 'ok', ...(context.progress?.duplicate === true && { duplicate: true }), ...results };
    case '4':
      return { type: 'fault', fault: failed(row, requestId, context), ofRecord: true, ...results };
    default:
      return { type: 'fault', fault: alien('process_flag not recognised') };
  }
}

/** 处理失败 is final, whatever the reason given. */
function failed(row: JsonObject, requestId: string, context: CallContext): Fault {
  const final = { category: 'rejected', code: 'MSFX_REFUSED' } as const;
  const reason = [textOf(row.process_des), textOf(row.note_info)].filter(Boolean).join(': ');
  const fault = businessFault('PROCESS_FAILED', reason, requestId, context, final);
  return fault.category === 'rejected' ? fault : { ...fault, ...final };
}

function weight(row: JsonObject): number {
  const index = WEIGHT.indexOf(textOf(row.process_flag) ?? '');
  return index === -1 ? WEIGHT.length : index;
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'the status of a relation file needs a delivery');
  return input;
}
