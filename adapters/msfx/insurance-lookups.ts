import { type CallContext, RequestError } from '../contract/index.ts';
import { type JsonObject, textOf } from '../kit/json.ts';
import { askedCodes, lotTold } from './code-lookups.ts';
import { asked, type Lookup, listIn } from './lookup.ts';
import { manyCodes, oneCode } from './questions.ts';
import { rowsOf } from './reply.ts';
import { readSettings } from './settings.ts';
import { partOf, rowsIn, type Told, told } from './told.ts';

/** "追溯码 ≤400" (41723). */
const INSURANCE_BATCH = 400;
const MINUTE_MS = 60_000;

/** code_status_num of 41723. */
const STATES: Readonly<Record<string, string>> = { '0': 'wrong', '1': 'active', '2': 'cancelled', '3': 'inactive' };

/**
 * 根据码获取码信息(医保): product and lot of codes, how often the insurance has settled them (医保核销次数), and what is odd about the
 * product's data. The call that books such a settlement (41724 核销) is no look-up and is not offered.
 */
export const insuranceCodes: Lookup = {
  id: 'insurance-codes',
  api: 'insuranceCodes',
  title: { zh: '医保码信息查询', en: 'Codes as the insurance sees them' },
  native: 'drug.code.list.code.medical.insurance',
  question: {
    params: manyCodes(INSURANCE_BATCH),
    cacheMs: MINUTE_MS,
    answers: {
      zh: 'codes:状态、医保核销次数、上级码、本位码、doubts 数据质量提示',
      en: 'codes: state, times settled, parents, 本位码, doubts about the data',
    },
    example: { codes: ['81234560000000000001'] },
  },
  ask: (_input, context) => {
    const { institution } = context;
    return {
      code_list: askedCodes(context).slice(0, INSURANCE_BATCH).join(','),
      cert_isv_no: readSettings(context.settings).insuranceIsvNo,
      terminal_ent_id: identityOf('terminal_ent_id', context),
      bureau_id: institution.identity.bureau_id ?? institution.region,
      ...terminalOf(context),
    };
  },
  read: ({ result }) => {
    const list = listIn(result, 'models');
    const rows = list === undefined ? undefined : rowsOf(list);
    return rows === undefined || rows.some((row) => !textOf(row.code)) ? undefined : { type: 'ok' };
  },
  tell: ({ result }) => ({ codes: rowsIn(listIn(result, 'models')).map(codeTold) }),
};

/** 查询码的所有子码(医保): what a pack holds, and whether it was packed anew. */
export const insuranceRelation: Lookup = {
  id: 'insurance-relation',
  api: 'insuranceRelation',
  title: { zh: '医保查询码的所有子码', en: 'Everything in a pack, as the insurance sees it' },
  native: 'yb.getcoderelation',
  question: {
    params: oneCode,
    cacheMs: 60 * MINUTE_MS,
    answers: {
      zh: 'relations:码、上级码、层级、小盒数、箱状态(正常/拼箱/零箱)',
      en: 'relations: code, parent, layer, smallest packs, how it was packed',
    },
    example: { code: '81234570000000000001' },
  },
  ask: (_input, context) => ({
    code: asked('code', context),
    bureau_name: identityOf('bureau_name', context),
    ...terminalOf(context),
  }),
  read: ({ result }) => {
    const list = listIn(result, 'model_list');
    const models = list === undefined ? undefined : rowsOf(list);
    return models === undefined || models.some((row) => rowsOf(row.code_relation_dto_list) === undefined)
      ? undefined
      : models.length === 0
        ? { type: 'not-found' }
        : { type: 'ok' };
  },
  tell: ({ result }) => ({
    relations: rowsIn(result.model_list).flatMap((model) =>
      rowsIn(model.code_relation_dto_list).map((row) => relationTold(row, textOf(model.pkg_ratio))),
    ),
  }),
};

function terminalOf(context: CallContext): Readonly<Record<string, string>> {
  const { insuranceInvocation } = readSettings(context.settings);
  const { institution, profile } = context;
  return {
    invocation: insuranceInvocation,
    terminal_name: institution.name,
    // 1005100 零售药店, 1005200 医疗机构.
    terminal_type: profile.constants.family === 'yljg' ? '1005200' : '1005100',
  };
}

function identityOf(name: string, { institution }: CallContext): string {
  const value = institution.identity[name];
  if (value === undefined || value === '')
    throw new RequestError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no ${name}`);
  return value;
}

function codeTold(row: JsonObject): Told {
  const status = partOf(row, 'code_status_type_d_t_o');
  const produced = partOf(row, 'code_produce_info_d_t_o');
  const doubts = rowsIn(row.validation_rule_list).filter((rule) => textOf(rule.result_code) === '1');
  const state = STATES[textOf(status.code_status_num) ?? ''];
  return {
    ...told(row, { code: 'code', layer: 'package_level' }),
    ...(state !== undefined && { state }),
    ...told(status, { timesSettled: 'check_count', packs: 'code_count' }),
    ...told(produced, { cascade: 'pkg_ratio' }),
    parents: rowsIn(status.parent_code_info_list).map((one) =>
      told(one, { code: 'parent_code', layer: 'package_level' }),
    ),
    product: told(partOf(row, 'drug_ent_base_d_t_o'), {
      id: 'drug_ent_base_info_id',
      name: 'physic_name',
      approvalNo: 'approval_licence_no',
      sdcCode: 'sdc_code',
      spec: 'pkg_spec_crit',
      strength: 'prepn_spec',
    }),
    producer: told(partOf(row, 'p_user_ent_d_t_o'), { name: 'ent_name_new', refEntId: 'ref_ent_id', entId: 'ent_id' }),
    lots: rowsIn(produced.produce_info_list).map(lotTold),
    doubts: doubts.map((rule) => told(rule, { field: 'field_name', text: 'result_desc' })),
  };
}

/** box_status: 0 正常, 1 拼箱, 2 零箱, 3 both. */
function relationTold(row: JsonObject, cascade: string | undefined): Told {
  const packing = textOf(row.box_status) ?? '';
  return {
    ...told(row, {
      code: 'code',
      parent: 'parent_code',
      layer: 'code_pack_level',
      state: 'status',
      smallPacks: 'box_amount',
    }),
    ...(cascade && { cascade }),
    repacked: packing === '1' || packing === '3',
    short: packing === '2' || packing === '3',
  };
}
