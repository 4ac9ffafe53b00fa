import type { ItemResult } from '../contract/index.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import { refEntIdOf } from './enterprise.ts';
import { asked, described, type Lookup, pageParams, readPage } from './lookup.ts';
import { oneName, oneRefEntId, perhapsName } from './questions.ts';
import { rowsIn, told } from './told.ts';

/** Ids of an enterprise stay; partners come and go. */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** 企业信息: both ids of an enterprise by its full name (progress `name`, else the counterparty of the delivery). */
export const enterpriseByName: Lookup = {
  id: 'enterprise',
  api: 'enterprise',
  title: { zh: '按企业全称查询企业标识', en: 'Ids of an enterprise by its full name' },
  native: 'getentinfo',
  question: {
    params: oneName,
    cacheMs: DAY_MS,
    answers: { zh: '企业的 entId 与 refEntId', en: 'entId and refEntId of the enterprise' },
    example: { name: '演示医药批发' },
  },
  tell: ({ model }, context) => {
    const row = isObject(model) ? model : {};
    const name = textOf(context.progress?.name);
    return {
      ...(name && { name }),
      ...told(row, { entId: 'ent_id', refEntId: 'ref_ent_id', network: 'network_type' }),
    };
  },
  ask: (input, context) => ({
    ent_name: asked('name', context, input?.event.counterparty?.name),
    // msc alone asks who is asking.
    ...(context.profile.constants.namesAsker === '1' && { ref_ent_id: refEntIdOf(context.institution) }),
  }),
  read: ({ model }, context, input) => {
    if (model === null) return { type: 'not-found' };
    // The answer's page lists no name: it is the one that was asked for.
    const ent_name = asked('name', context, input?.event.counterparty?.name);
    const item = isObject(model) ? partyItem('ent_name', 'ent_id', 'ref_ent_id')({ ent_name, ...model }) : undefined;
    return item === undefined ? undefined : { type: 'ok', items: [item] };
  },
};

/** 往来单位: the partners of the institution with the ent_ids that bills need (progress `name` narrows by name). */
export const partners: Lookup = {
  id: 'partners',
  api: 'partners',
  title: { zh: '往来单位查询', en: 'Partners of the institution' },
  native: 'listparts',
  question: {
    params: perhapsName,
    cacheMs: HOUR_MS,
    answers: {
      zh: 'partners:往来单位的名称、entId、企业自编号',
      en: 'partners: name, entId, refEntId where told, own code',
    },
    example: { name: '演示医药批发' },
  },
  tell: ({ model }) => ({
    partners: rowsIn(isObject(model) ? model.result_list : undefined).map((row) =>
      told(row, { name: 'partner_name', entId: 'partner_ent_id', refEntId: 'par_ref_ent_id', code: 'partner_id' }),
    ),
  }),
  ask: (_input, context) => ({
    ref_ent_id: refEntIdOf(context.institution),
    ent_name: textOf(context.progress?.name) ?? '',
    ...pageParams(context),
  }),
  read: (answer, context) => readPage(answer, context, partyItem('partner_name', 'partner_ent_id', 'par_ref_ent_id')),
};

/** 企业详细信息: who stands behind a ref_ent_id, with the ent_id that belongs to it. */
export const enterpriseById: Lookup = {
  id: 'enterprise-of-id',
  api: 'enterpriseById',
  title: { zh: '按企业唯一标识查询企业', en: 'The enterprise behind a ref_ent_id' },
  native: 'getbyrefentid',
  question: {
    params: oneRefEntId,
    cacheMs: DAY_MS,
    answers: { zh: '企业名称、entId、信用代码、类型、地区', en: 'name, entId, licence code, role and region' },
    example: { refEntId: 'demo-ref-ent-901' },
  },
  ask: (_input, context) => ({
    ref_ent_id: refEntIdOf(context.institution),
    dest_ref_ent_id: asked('refEntId', context),
  }),
  read: ({ model }) => {
    if (model === null) return { type: 'not-found' };
    const item = isObject(model) ? partyItem('ent_name', 'ent_id', 'ref_ent_id')(model) : undefined;
    return item === undefined ? undefined : { type: 'ok', items: [item] };
  },
  tell: ({ model }) =>
    told(isObject(model) ? model : {}, {
      name: 'ent_name',
      entId: 'ent_id',
      refEntId: 'ref_ent_id',
      orgCode: 'org_code',
      role: 'user_role_type_str',
      status: 'status',
      province: 'prov_name',
      city: 'area_name',
      county: 'city_name',
      network: 'is_network',
    }),
};

/** `key` is the name, `receipt` the ent_id (for `partners` of the directory), `nativeCode` the ref_ent_id. */
function partyItem(name: string, entId: string, refEntId: string): (row: JsonObject) => ItemResult | undefined {
  return (row) => {
    const [key, receipt, nativeCode] = [textOf(row[name]), textOf(row[entId]), textOf(row[refEntId])];
    if (!key || !receipt) return undefined;
    return { key, ok: true, receipt, ...(nativeCode && { nativeCode }), message: described(row, 'network_type') };
  };
}
