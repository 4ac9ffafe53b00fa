import type { CallContext, DeliveryInput, ItemResult, Outcome } from '../contract/index.ts';
import { isObject, textOf } from '../kit/json.ts';
import { sentCodes } from './bill.ts';
import { askedCodes } from './code-lookups.ts';
import { refEntIdOf } from './enterprise.ts';
import { asked, itemsOf, type Lookup, listIn } from './lookup.ts';
import { manyCodes, oneRelation } from './questions.ts';
import { rowsOf } from './reply.ts';
import { partOf, rowsIn, told } from './told.ts';

/** checkcoderelation publishes no maximum; that of code details is kept. */
const CONFLICT_BATCH = 1000;
const MINUTE_MS = 60_000;

/** 检查上下级关系: which of the codes lie in another of them, so that they may not stand in one bill. */
export const packConflicts: Lookup = {
  id: 'pack-conflicts',
  api: 'packConflicts',
  title: { zh: '检查追溯码之间的上下级关系', en: 'Which codes lie in another of them' },
  native: 'checkcoderelation',
  question: {
    params: manyCodes(CONFLICT_BATCH),
    cacheMs: 5 * MINUTE_MS,
    answers: { zh: 'pairs:下级码与其上级码', en: 'pairs: code and the parent among the codes' },
    example: { codes: ['81234570000000000001', '81234560000000000001'] },
  },
  ask: (input, context) => ({
    ref_ent_id: refEntIdOf(context.institution),
    codes: codesOf(input, context).slice(0, CONFLICT_BATCH).join(','),
  }),
  read: ({ result }) => {
    const list = listIn(result, 'model');
    const rows = list === undefined ? undefined : rowsOf(list);
    const items = rows && itemsOf(rows, (row) => conflict(textOf(row.code), textOf(row.parent_code)));
    return items && ({ type: 'ok', items } satisfies Outcome);
  },
  tell: ({ result }) => ({
    pairs: rowsIn(listIn(result, 'model')).map((row) => told(row, { code: 'code', parent: 'parent_code' })),
  }),
};

/** 关联关系处理详情: lot and amounts of a relation file. */
export const relationDetail: Lookup = {
  id: 'relation-detail',
  api: 'relationDetail',
  title: { zh: '关联关系处理详情', en: 'Lot and amounts of a relation file' },
  native: 'relationdetail',
  question: {
    params: oneRelation,
    cacheMs: MINUTE_MS,
    answers: {
      zh: '文件的处理状态与 lots:批号、日期、比例、数量',
      en: 'state of the file and lots: lot, dates, cascade, amounts',
    },
    example: { relationId: 'R2026112200000001' },
  },
  ask: (_input, context) => ({
    code_active_info_id: asked('relationId', context),
    ref_ent_id: refEntIdOf(context.institution),
    client_type: '2',
  }),
  read: ({ model }) =>
    isObject(model) && isObject(model.code_relation_detail_info ?? null) ? { type: 'ok' } : undefined,
  tell: ({ model }) => {
    const row = isObject(model) ? model : {};
    return {
      ...told(partOf(row, 'code_relation_detail_info'), {
        fileName: 'file_name',
        state: 'process_flag',
        processedAt: 'process_date',
        note: 'note',
      }),
      lots: rowsIn(row.code_relation_detail_list).map((lot) =>
        told(lot, {
          lot: 'produce_batch_no',
          producedOn: 'produce_date',
          expiresOn: 'exprie_date',
          cascade: 'pkg_ratio',
          codes: 'active_count',
          smallPacks: 'small_num',
        }),
      ),
    };
  },
};

function codesOf(input: DeliveryInput | undefined, context: CallContext): readonly string[] {
  return input === undefined ? askedCodes(context) : sentCodes(input, context.profile);
}

function conflict(code: string | undefined, parent: string | undefined): ItemResult | undefined {
  return code && parent ? { key: code, ok: false, receipt: parent, message: 'lies in another code' } : undefined;
}
