import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import type { Answer } from './answer.ts';
import { refEntIdOf } from './enterprise.ts';
import { asked, type Lookup } from './lookup.ts';
import { oneCode } from './questions.ts';
import { isFalse, isTrue } from './reply.ts';
import { partOf, rowsIn, type Told, told } from './told.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const example = { code: '81234560000000000001' };

/** 码流向: through whose hands a code went; parts are hidden from those who are not authorised. */
export const codeFlow: Lookup = {
  id: 'code-flow',
  api: 'codeFlow',
  title: { zh: '码流向查询', en: 'The way of a code' },
  native: 'querycodeflow',
  question: {
    params: oneCode,
    cacheMs: HOUR_MS,
    answers: {
      zh: 'steps:各级企业出入库;suspicious 为平台的疑似异常标志',
      en: 'steps from producer to dealers; suspicious is the flag of the platform',
    },
    example,
  },
  ask: (_input, context) => ({ ref_ent_id: refEntIdOf(context.institution), code: asked('code', context) }),
  read: ({ model }) => (isObject(model) ? { type: 'ok' } : undefined),
  tell: ({ model }) => {
    const row = isObject(model) ? model : {};
    return {
      ...told(row, { code: 'code', parent: 'parent_code' }),
      product: told(partOf(row, 'drug_info'), {
        id: 'drug_ent_base_info_id',
        name: 'drug_name',
        approvalNo: 'license_number',
        producer: 'manufacturer',
        spec: 'pkg_spec',
        lot: 'production_batch',
        producedOn: 'production_date',
        expiresOn: 'expiry_date',
      }),
      steps: rowsIn(row.code_query_flows).map(stepTold),
    };
  },
};

/** 69码 of a trace code. The page describes the answer as one text with dates, lot and 69码; its form is not published. */
export const barcode: Lookup = {
  id: 'barcode',
  api: 'barcode',
  title: { zh: '根据追溯码获取 69 码', en: 'The 69 code of a trace code' },
  native: 'drug.getbarcode.bytraccode',
  question: {
    params: oneCode,
    cacheMs: DAY_MS,
    answers: {
      zh: 'text:平台原文(69 码、日期、批次);gtin:其中唯一的 69 码',
      en: "text: the platform's words; gtin: the only 69 code in them",
    },
    example,
  },
  ask: (_input, context) => ({ trace_code: asked('code', context) }),
  read: ({ model }) => (textOf(model) ? { type: 'ok' } : undefined),
  tell: ({ model }) => {
    const text = textOf(model) ?? '';
    const found = new Set(text.match(/(?<!\d)69\d{11}(?!\d)/g));
    const [gtin] = found;
    return { text, ...(found.size === 1 && { gtin }) };
  },
};

/** 码查询功能: what is on file of the product behind a code. */
export const codeRecord: Lookup = {
  id: 'code-record',
  api: 'codeRecord',
  title: { zh: '追溯码备案信息查询', en: 'What is on file of the product of a code' },
  native: 'code.getcodeinfo',
  question: {
    params: oneCode,
    cacheMs: HOUR_MS,
    answers: { zh: '国家药品标识码、本位码、批号、持有人等', en: '国家药品标识码, 本位码, lot, holder, producer' },
    example,
  },
  ask: (_input, context) => ({ ref_ent_id: refEntIdOf(context.institution), code: asked('code', context) }),
  read: ({ model }) => (isObject(model) ? { type: 'ok' } : undefined),
  tell: ({ model }) => {
    const row = isObject(model) ? model : {};
    const party = (name: string) => told(partOf(row, name), { name: 'ent_name', orgCode: 'org_code' });
    return {
      ...told(row, {
        name: 'physic_name',
        tradeName: 'prod_name',
        drugId: 'cfda_drug_id',
        sdcCode: 'sdc_code',
        approvalNo: 'approval_licence_no',
        form: 'prepn_type_desc',
        strength: 'prepn_spec',
        spec: 'pkg_spec',
        lot: 'production_batch',
        producedOn: 'production_date',
        expiresOn: 'expiry_date',
        state: 'code_status',
      }),
      holder: party('authorizer_ent_info'),
      producer: party('produce_ent_info'),
      packer: party('pack_ent_info'),
      agent: party('agent_ent_info'),
    };
  },
};

/** 后四位校验: whether the last four digits belong to the code; their rule is not public. */
export const lastFour: Lookup = {
  id: 'last-four',
  api: 'lastFour',
  title: { zh: '追溯码后四位校验', en: 'Do the last four digits belong to the code?' },
  native: 'drugcheckcode.checklastfour',
  question: {
    params: oneCode,
    cacheMs: DAY_MS,
    answers: { zh: 'valid:后四位是否正确', en: 'valid: whether they do' },
    example,
  },
  ask: (_input, context) => ({ code: asked('code', context) }),
  // "No" accuses a pack of being forged: only an explicit one counts.
  read: ({ model }) => (isTrue(model) || isFalse(model) ? { type: 'ok' } : undefined),
  tell: ({ model }: Answer) => ({ valid: isTrue(model) }),
};

function stepTold(row: JsonObject): Told {
  const step = told(row, {
    level: 'level',
    name: 'ent_name',
    refEntId: 'ref_ent_id',
    role: 'ent_type',
    region: 'region',
    inOn: 'in_date',
    inType: 'in_type',
    outOn: 'out_date',
    outType: 'out_type',
  });
  return { ...step, suspicious: textOf(row.flag) === '是' };
}
