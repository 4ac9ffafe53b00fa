import type { ItemResult } from '../contract/index.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import { refEntIdOf } from './enterprise.ts';
import { asked, described, type Lookup, pageParams, readPage } from './lookup.ts';

/** 企业信息: both ids of an enterprise by its full name (progress `name`, else the counterparty of the delivery). */
export const enterpriseByName: Lookup = {
  id: 'enterprise',
  api: 'enterprise',
  title: { zh: '按企业全称查询企业标识', en: 'Ids of an enterprise by its full name' },
  native: 'getentinfo',
  ask: (input, context) => ({
    ent_name: asked('name', context, input?.event.counterparty?.name),
    // msc alone asks who is asking.
    ...(context.profile.constants.namesAsker === '1' && { ref_ent_id: refEntIdOf(context.institution) }),
  }),
  read: ({ model }) => {
    if (model === null) return { type: 'not-found' };
    const item =
      model !== undefined && isObject(model) ? partyItem('ent_name', 'ent_id', 'ref_ent_id')(model) : undefined;
    return item === undefined ? undefined : { type: 'ok', items: [item] };
  },
};

/** 往来单位: the partners of the institution with the ent_ids that bills need (progress `name` narrows by name). */
export const partners: Lookup = {
  id: 'partners',
  api: 'partners',
  title: { zh: '往来单位查询', en: 'Partners of the institution' },
  native: 'listparts',
  ask: (_input, context) => ({
    ref_ent_id: refEntIdOf(context.institution),
    ent_name: textOf(context.progress?.name) ?? '',
    ...pageParams(context),
  }),
  read: (answer, context) => readPage(answer, context, partyItem('partner_name', 'partner_ent_id', 'par_ref_ent_id')),
};

/** `key` is the name, `receipt` the ent_id (for `partners` of the directory), `nativeCode` the ref_ent_id. */
function partyItem(name: string, entId: string, refEntId: string): (row: JsonObject) => ItemResult | undefined {
  return (row) => {
    const [key, receipt, nativeCode] = [textOf(row[name]), textOf(row[entId]), textOf(row[refEntId])];
    if (!key || !receipt) return undefined;
    return { key, ok: true, receipt, ...(nativeCode && { nativeCode }), message: described(row, 'network_type') };
  };
}
