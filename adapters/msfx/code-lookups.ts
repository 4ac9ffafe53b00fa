import type { CallContext, CodeVerdict, DeliveryInput, Outcome } from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import type { Answer } from './answer.ts';
import { billCodes } from './bill.ts';
import { refEntIdOf } from './enterprise.ts';
import { asked, described, itemsOf, type Lookup, listIn } from './lookup.ts';
import { manyCodes, oneCode } from './questions.ts';
import { rowsOf } from './reply.ts';
import { partOf, rowsIn, type Told, told } from './told.ts';

/** "要求数量在1000个码以下" (query.codedetail), "4000个码以下" (querycodeactive). */
const DETAIL_BATCH = 1000;
const ACTIVE_BATCH = 4000;

/** A pack's state changes with every movement; which pack it lies in hardly ever does. */
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** 码状态 under which a pack may move on: 已激活, 已核注, 已核销 (API page of querycode). Any other letter is an alert. */
const SOUND = new Set(['A', 'I', 'O']);

/** 根据码查询码信息: product and state of each code of the delivery. */
export const codeDetail: Lookup = {
  id: 'code-detail',
  api: 'codeDetail',
  title: { zh: '追溯码信息查询', en: 'Product and state of trace codes' },
  question: {
    params: manyCodes(DETAIL_BATCH),
    verifies: { param: 'codes', kinds: ['drug-trace'] },
    cacheMs: MINUTE_MS,
    answers: {
      zh: 'codes:每个码的状态、包装级别、药品、厂家、批次',
      en: 'codes: state, pack level, product, producer, lots',
    },
    example: { codes: ['81234560000000000001'] },
  },
  tell: ({ result }) => ({ codes: rowsIn(result.models).map(codeTold) }),
  native: 'query.codedetail, querycode',
  ask: (input, context) => ({
    codes: batch(input, context, DETAIL_BATCH).join(','),
    ref_ent_id: refEntIdOf(context.institution),
  }),
  read: ({ result }, context, input) => {
    const rows = rowsOf(result.models);
    if (result.models === undefined || rows === undefined || rows.some((row) => textOf(row.code) === undefined))
      return undefined;
    const known = new Map(rows.map((row) => [textOf(row.code), verdictOf(row)]));
    const batched = batch(input, context, DETAIL_BATCH);
    return answered(
      batched.map((code) => known.get(code) ?? unknownCode(code)),
      DETAIL_BATCH,
      input,
      context,
    );
  },
};

/** 查询码是否激活: the answer lists the codes that are not. */
export const codeActivation: Lookup = {
  id: 'code-activation',
  api: 'codeActive',
  title: { zh: '追溯码激活查询', en: 'Are trace codes activated?' },
  question: {
    params: manyCodes(ACTIVE_BATCH),
    cacheMs: MINUTE_MS,
    answers: { zh: 'inactive:未激活或不存在的码', en: 'inactive: the codes that are not active, or not known' },
    example: { codes: ['81234560000000000001'] },
  },
  tell: ({ result }) => ({ inactive: [...(textsOf(listIn(result, 'models')) ?? [])] }),
  native: 'querycodeactive',
  ask: (input, context) => ({
    codes: batch(input, context, ACTIVE_BATCH).join(','),
    ref_ent_id: refEntIdOf(context.institution),
  }),
  read: ({ result }, context, input) => {
    const inactive = textsOf(listIn(result, 'models'));
    if (inactive === undefined) return undefined;
    const verdicts = batch(input, context, ACTIVE_BATCH).map(
      (code): CodeVerdict => (inactive.has(code) ? inactiveCode(code) : { code, verdict: 'accepted' }),
    );
    return answered(verdicts, ACTIVE_BATCH, input, context);
  },
};

/** 单码关联关系: parents and children of one code (progress `code`, else the first of the delivery); visible after receipt only. */
export const codeRelation: Lookup = {
  id: 'code-relation',
  api: 'codeRelation',
  title: { zh: '单码关联关系查询', en: 'Parents and children of a trace code' },
  question: {
    params: oneCode,
    cacheMs: HOUR_MS,
    answers: {
      zh: 'relations:码、上级码、状态、层级(1 为最小包装)',
      en: 'relations: code, parent, state, layer (1 is the smallest pack)',
    },
    example: { code: '81234560000000000001' },
  },
  tell: ({ result }) => ({
    relations: rowsIn(result.model_list)
      .flatMap((model) => rowsIn(model.code_relation_list))
      .map((row) => told(row, { code: 'code', parent: 'parent_code', state: 'status', layer: 'code_pack_level' })),
  }),
  native: 'query.relation, singlerelation, querycoderelation',
  ask: (input, context) => {
    const own = refEntIdOf(context.institution);
    const code = asked('code', context, input === undefined ? undefined : codesOf(input, context)[0]);
    return { ref_ent_id: own, code, des_ref_ent_id: own };
  },
  read: relationOf,
};

function relationOf({ result }: Answer): Outcome | undefined {
  const list = listIn(result, 'model_list');
  const models = list === undefined ? undefined : rowsOf(list);
  if (models === undefined) return undefined;
  const relations = models.map((model) => rowsOf(model.code_relation_list));
  if (relations.includes(undefined)) return undefined;
  const rows = relations.flatMap((list) => list ?? []);
  const items = itemsOf(rows, (row) => {
    const key = textOf(row.code);
    if (key === undefined) return undefined;
    // code_pack_level 1 is the smallest pack; code_level counts the other way round.
    const nativeCode = textOf(row.code_pack_level);
    return { key, ok: true, ...(nativeCode && { nativeCode }), message: described(row, 'status', 'parent_code') };
  });
  if (items === undefined) return undefined;
  return items.length === 0 ? { type: 'not-found' } : { type: 'ok', items };
}

function codesOf(input: DeliveryInput, context: CallContext): readonly string[] {
  return billCodes(input, context.profile, Number.POSITIVE_INFINITY);
}

/** The codes that this request is about: those from progress `offset` on. @throws RequestError without any. */
function batch(input: DeliveryInput | undefined, context: CallContext, size: number): readonly string[] {
  if (input === undefined) return askedCodes(context).slice(0, size);
  const offset = offsetOf(context);
  return codesOf(input, context).slice(offset, offset + size);
}

function answered(
  codes: readonly CodeVerdict[],
  size: number,
  input: DeliveryInput | undefined,
  context: CallContext,
): Outcome {
  const offset = offsetOf(context) + size;
  if (input === undefined || codesOf(input, context).length <= offset) return { type: 'ok', codes };
  return { type: 'continue', progress: { ...context.progress, offset }, codes };
}

function offsetOf({ progress }: CallContext): number {
  return typeof progress?.offset === 'number' ? progress.offset : 0;
}

/** Progress `codes`, else `code`. */
export function askedCodes(context: CallContext): readonly string[] {
  const codes = context.progress?.codes;
  return Array.isArray(codes) ? codes : [asked('code', context)];
}

function codeTold(row: JsonObject): Told {
  const status = partOf(row, 'code_status_type_d_t_o');
  const drug = partOf(row, 'drug_ent_base_d_t_o');
  const state = textOf(status.code_status) ?? '';
  return {
    ...told(row, { code: 'code', layer: 'package_level' }),
    ...(state !== '' && { state, sound: SOUND.has(state) }),
    product: told(drug, {
      id: 'drug_ent_base_info_id',
      name: 'physic_name',
      approvalNo: 'approval_licence_no',
      spec: 'pkg_spec_crit',
      strength: 'prepn_spec',
      form: 'prepn_type_desc',
      shelfLife: 'exprie',
      class: 'physic_type_desc',
    }),
    producer: told(partOf(row, 'p_user_ent_d_t_o'), { name: 'ent_name', refEntId: 'ref_ent_id' }),
    lots: rowsIn(partOf(row, 'code_produce_info_d_t_o').produce_info_list).map(lotTold),
  };
}

/** @returns a lot of a product. */
export function lotTold(row: JsonObject): Told {
  return told(row, {
    lot: 'batch_no',
    producedOn: ['produce_date_str', 'produce_date'],
    expiresOn: 'expire_date',
    packs: 'pkg_amount',
  });
}

function verdictOf(row: JsonObject): CodeVerdict {
  const status = isObject(row.code_status_type_d_t_o) ? row.code_status_type_d_t_o : {};
  const drug = isObject(row.drug_ent_base_d_t_o) ? row.drug_ent_base_d_t_o : {};
  const nativeCode = textOf(status.code_status) ?? '';
  const parts = [
    described(status, 'code_status_desc'),
    described(drug, 'physic_name', 'approval_licence_no', 'pkg_spec_crit'),
    described(row, 'package_level'),
  ];
  const message = parts.filter((part) => part !== '').join(' · ');
  const verdict = SOUND.has(nativeCode) ? 'accepted' : 'alert';
  return { code: textOf(row.code) ?? '', verdict, ...(nativeCode && { nativeCode }), ...(message && { message }) };
}

function unknownCode(code: string): CodeVerdict {
  return { code, verdict: 'alert', message: 'not known to the platform' };
}

function inactiveCode(code: string): CodeVerdict {
  return { code, verdict: 'alert', nativeCode: 'B', message: 'not activated, or not known' };
}

/** A list of texts, in each of TOP's forms; undefined for anything else. */
function textsOf(value: JsonValue | undefined): ReadonlySet<string> | undefined {
  const inner = value !== undefined && isObject(value) ? value.string : value;
  if (inner === undefined || inner === null) return undefined;
  const list = Array.isArray(inner) ? inner : [inner];
  const texts = list.flatMap((entry: JsonValue) => textOf(entry) ?? []);
  return texts.length === list.length ? new Set(texts) : undefined;
}
