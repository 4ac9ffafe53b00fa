import type { CallContext, ItemResult } from '../contract/index.ts';
import { chinaDate } from '../kit/china-time.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import type { Answer } from './answer.ts';
import { billCodes } from './bill.ts';
import { refEntIdOf } from './enterprise.ts';
import { asked, described, itemsOf, type Lookup, listIn, pageParams, readPage } from './lookup.ts';
import { billOfUpstream, billsOfTime, oneCode } from './questions.ts';
import { rowsOf } from './reply.ts';
import { rowsIn, type Told, told } from './told.ts';

/** How far back bills waiting for receipt are looked for when nobody says; the platform publishes no maximum, days. */
const WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** 上游出库单: what was shipped to the institution (progress `beginDate`, `endDate`, `billCode`, each optional). */
export const upstreamBills: Lookup = {
  id: 'upstream-bills',
  api: 'upstreamBills',
  title: { zh: '上游企业出库单查询', en: 'Bills shipped to the institution' },
  native: 'listupout',
  question: {
    params: billsOfTime,
    cacheMs: MINUTE_MS,
    answers: {
      zh: 'bills:每单每药一行,发货方两种标识、批号、是否已确认',
      en: 'bills: a row per bill and product, both ids of the shipper, lot, confirmed or not',
    },
    example: { beginDate: '2026-11-01', endDate: '2026-11-30' },
  },
  tell: ({ model }) => ({
    bills: rowsIn(isObject(model) ? (model.result_list ?? model.result) : undefined).map(billTold),
  }),
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
  question: {
    params: billOfUpstream,
    cacheMs: 5 * MINUTE_MS,
    answers: { zh: 'products:药品、批号、数量与其追溯码', en: 'products: product, lot, amounts and its trace codes' },
    example: { billCode: 'CK20261101001', fromRefEntId: 'demo-ref-ent-901' },
  },
  tell: ({ model }) => ({
    products: rowsIn(isObject(model) ? model.drug_infos_dto_list : undefined).map((drug) => ({
      ...told(drug, {
        id: ['drug_ent_base_info_id', 'prod_seq_no'],
        name: 'prod_name',
        producer: 'product_ent_name',
        spec: 'package_spec',
        lot: 'produce_batch_no',
        producedOn: 'produce_date',
        expiresOn: 'valid_end_date',
        packs: 'least_pkg_amount',
      }),
      codes: rowsIn(drug.code_info_list_dto_list ?? drug.code_info_list).map((row) =>
        told(row, { code: 'code', level: 'code_level', packs: 'pkg_amount' }),
      ),
    })),
  }),
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
  question: {
    params: oneCode,
    cacheMs: 5 * MINUTE_MS,
    answers: { zh: 'bills:该码所在的上游出库单', en: 'bills: the bills that brought the code' },
    example: { code: '81234560000000000001' },
  },
  tell: ({ result }) => ({ bills: rowsIn(result.model_list).map(billTold) }),
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

function billTold(row: JsonObject): Told {
  const bill = told(row, {
    billCode: 'bill_code',
    billType: 'bill_type',
    billTime: 'bill_time',
    from: ['from_user_name', 'from_ent_name'],
    fromEntId: 'from_user_id',
    fromRefEntId: 'from_ref_user_id',
    to: 'to_user_name',
    product: 'physic_name',
    productId: 'drug_ent_base_info_id',
    spec: 'pkg_spec',
    lot: 'produce_batch_no',
    packs: 'code_count',
  });
  const status = textOf(row.status);
  return { ...bill, ...(status !== undefined && { confirmed: status === '2' }) };
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
