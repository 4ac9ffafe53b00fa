import type { CallContext, ItemResult } from '../contract/index.ts';
import { chinaDate } from '../kit/china-time.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import type { Answer } from './answer.ts';
import { billCodes } from './bill.ts';
import { refEntIdOf } from './enterprise.ts';
import { asked, described, itemsOf, type Lookup, listIn, pageParams, readPage } from './lookup.ts';
import { rowsOf } from './reply.ts';

/** How far back bills waiting for receipt are looked for when nobody says; the platform publishes no maximum, days. */
const WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;

/** 上游出库单: what was shipped to the institution (progress `beginDate`, `endDate`, `billCode`, each optional). */
export const upstreamBills: Lookup = {
  id: 'upstream-bills',
  api: 'upstreamBills',
  title: { zh: '上游企业出库单查询', en: 'Bills shipped to the institution' },
  native: 'listupout',
  ask: (_input, context) => ({
    ref_ent_id: refEntIdOf(context.institution),
    begin_date: asked('beginDate', context, chinaDate(context.now - WINDOW_DAYS * DAY_MS)),
    end_date: asked('endDate', context, chinaDate(context.now)),
    bill_code: textOf(context.progress?.billCode) ?? '',
    ...pageParams(context),
  }),
  read: (answer, context) => readPage(answer, context, billItem),
};

/** 上游出库单明细: the codes of one such bill (progress `billCode`, `fromRefEntId`). */
export const upstreamBillDetail: Lookup = {
  id: 'upstream-bill-detail',
  api: 'upstreamBillDetail',
  title: { zh: '上游出库单明细查询', en: 'Codes of a bill shipped to the institution' },
  native: 'listupout.detail, upbill.detail.withcode',
  ask: (_input, context) => ({
    ref_ent_id: refEntIdOf(context.institution),
    bill_code: asked('billCode', context),
    from_ref_user_id: asked('fromRefEntId', context),
    to_ref_user_id: refEntIdOf(context.institution),
  }),
  read: codesOfBill,
};

/** 通过一个码查询上游出库单: which bill brought a code (progress `code`, else the first of the delivery). */
export const upstreamBillOfCode: Lookup = {
  id: 'upstream-bill-of-code',
  api: 'upstreamBillOfCode',
  title: { zh: '按追溯码查询上游出库单', en: 'The bill that brought a code' },
  native: 'query.upbillcode',
  ask: (input, context) => ({
    code: asked('code', context, input === undefined ? undefined : firstCode(input, context)),
    ref_ent_id: refEntIdOf(context.institution),
  }),
  read: ({ result }) => {
    const list = listIn(result, 'model_list');
    const rows = list === undefined ? undefined : rowsOf(list);
    const items = rows === undefined ? undefined : itemsOf(rows, billItem);
    if (items === undefined) return undefined;
    return items.length === 0 ? { type: 'not-found' } : { type: 'ok', items };
  },
};

/** `key` is the number of the bill, `receipt` the shipper's ref_ent_id, which the detail asks for. */
function billItem(row: JsonObject): ItemResult | undefined {
  const key = textOf(row.bill_code);
  if (key === undefined) return undefined;
  const receipt = textOf(row.from_ref_user_id);
  const nativeCode = textOf(row.bill_type);
  const message = described(row, 'from_user_name', 'bill_time', 'physic_name');
  return { key, ok: true, ...(receipt && { receipt }), ...(nativeCode && { nativeCode }), message };
}

function codesOfBill({ model }: Answer) {
  const drugs =
    isObject(model) && textOf(model.bill_code) !== undefined ? rowsOf(model.drug_infos_dto_list) : undefined;
  const lists = drugs?.map((drug) => ({ drug, codes: rowsOf(drug.code_info_list_dto_list ?? drug.code_info_list) }));
  if (lists === undefined || lists.some(({ codes }) => codes === undefined)) return undefined;
  const items = lists.map(({ drug, codes }) =>
    itemsOf(codes ?? [], (row) => {
      const key = textOf(row.code);
      const nativeCode = textOf(row.code_level);
      const message = described(drug, 'prod_name', 'produce_batch_no', 'valid_end_date');
      return key === undefined ? undefined : { key, ok: true, ...(nativeCode && { nativeCode }), message };
    }),
  );
  if (items.includes(undefined)) return undefined;
  return { type: 'ok', items: items.flatMap((list) => list ?? []) } as const;
}

function firstCode(input: Parameters<typeof billCodes>[0], context: CallContext): string | undefined {
  return billCodes(input, context.profile, Number.POSITIVE_INFINITY)[0];
}
