import { date, oneOf, type Param, required, wholeNumber } from './rules.ts';

/** wes asks for a token in every call. */
export const withToken = (params: readonly Param[]): readonly Param[] => [
  ...params,
  { name: 'license_token', required },
];

export const licence: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'license', required },
];

export const billDetail: readonly Param[] = [
  { name: 'bill_code', required },
  { name: 'ref_ent_id', required },
];

export const billDeletion: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'bill_code', required },
  { name: 'delete_reason', required },
  { name: 'mobile_phone', required, rule: (value) => (/^1\d{10}$/.test(value) ? undefined : '应为手机号') },
  { name: 'owner_ref_user_id' },
];

/** wes alone lists the codes of a bill, when asked to. */
export const showCode: Param = { name: 'show_code', rule: oneOf('0', '1') };

export const relationUpload: readonly Param[] = [
  { name: 'save_code_relation', required },
  { name: 'file_content_string', required },
  { name: 'ref_ent_id', required },
  { name: 'affirm_flag' },
  { name: 'file_content' },
  { name: 'client_type', rule: oneOf('2') },
];

export const relationStatus: readonly Param[] = [
  { name: 'start_date', required, rule: date },
  { name: 'end_date', required, rule: date },
  { name: 'process_flag', required, rule: oneOf('A', '1', '3', '4') },
  { name: 'query_flag', required, rule: oneOf('0', '1') },
  { name: 'physic_type', required, rule: oneOf('A', '9', '1', '2', '3') },
  { name: 'ref_ent_id', required },
  { name: 'page', required, rule: wholeNumber },
  { name: 'page_size', required, rule: wholeNumber },
  { name: 'client_type', required, rule: oneOf('2') },
  { name: 'upload_flag' },
  { name: 'produce_batch_no' },
  { name: 'prod_seq_no' },
  { name: 'drug_ent_base_info_id' },
  { name: 'pkg_spec' },
];

export const relationDetail: readonly Param[] = [
  { name: 'code_active_info_id', required },
  { name: 'ref_ent_id', required },
  { name: 'client_type', required, rule: oneOf('2') },
];

export const statusQuery: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'begin_date', required, rule: date },
  { name: 'end_date', required, rule: date },
  {
    name: 'bill_type',
    required,
    rule: (value) => (/^(A|AI|AO|\d{3})$/.test(value) ? undefined : '应为A/AI/AO或单据类型'),
  },
  { name: 'page', required, rule: wholeNumber },
  { name: 'page_size', required, rule: wholeNumber },
  { name: 'bill_code' },
  { name: 'drug_type' },
  { name: 'deal_status', rule: oneOf('0', '3', '4') },
  { name: 'from_user_id' },
  { name: 'to_user_id' },
  { name: 'agent_ref_user_id' },
];

export const partFailures: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'page', required, rule: wholeNumber },
  { name: 'page_size', required, rule: wholeNumber },
  { name: 'bill_code' },
  { name: 'error_code' },
  { name: 'code' },
];

const page: readonly Param[] = [
  { name: 'page', required, rule: wholeNumber },
  { name: 'page_size', required, rule: wholeNumber },
];

/** codedetail, querycode and querycodeactive; `most` codes by their pages. */
export const codeList = (most: number): readonly Param[] => [
  {
    name: 'codes',
    required,
    rule: (value) => (value.split(',').length > most ? `数量超过${most}` : undefined),
  },
  { name: 'ref_ent_id', required },
];

export const relation: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'code', required },
  { name: 'des_ref_ent_id', required },
];

export const upstreamBills: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'begin_date', required, rule: date },
  { name: 'end_date', required, rule: date },
  ...page,
  { name: 'from_user_id' },
  { name: 'produce_batch_no' },
  { name: 'drug_ent_base_info_id' },
  { name: 'bill_type' },
  { name: 'physic_type' },
  { name: 'status', rule: oneOf('1', '2') },
  { name: 'bill_code' },
];

export const upstreamDetail: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'bill_code', required },
  { name: 'from_ref_user_id', required },
  { name: 'to_ref_user_id', required },
];

export const upstreamOfCode: readonly Param[] = [
  { name: 'code', required },
  { name: 'ref_ent_id', required },
];

export const oneTraceCode: readonly Param[] = [{ name: 'trace_code', required }];

export const lastFour: readonly Param[] = [{ name: 'code', required }];

export const codeOfCaller: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'code', required },
];

export const codeFlow: readonly Param[] = [
  ...codeOfCaller,
  ...['longitude', 'latitude', 'query_prov', 'query_city', 'query_area', 'query_region_code', 'detail'].map((name) => ({
    name,
  })),
];

export const codesOfCaller: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'codes', required },
];

export const enterpriseById: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'dest_ref_ent_id', required },
];

const terminal: readonly Param[] = [
  { name: 'invocation', required, rule: oneOf('formal', 'test') },
  { name: 'terminal_type', required, rule: oneOf('1005100', '1005200') },
];

export const insuranceCodes: readonly Param[] = [
  {
    name: 'code_list',
    required,
    rule: (value) => (value.split(',').length > 400 ? '数量超过400' : undefined),
  },
  { name: 'cert_isv_no', required },
  ...terminal,
  { name: 'terminal_name' },
  { name: 'bureau_id', required },
  { name: 'terminal_ent_id', required },
];

export const insuranceRelation: readonly Param[] = [
  { name: 'bureau_name', required },
  { name: 'terminal_name', required },
  ...terminal,
  { name: 'code', required },
];

export const enterprise: readonly Param[] = [{ name: 'ent_name', required }];

/** msc asks who is asking. */
export const mscEnterprise: readonly Param[] = [{ name: 'ref_ent_id', required }, ...enterprise];

export const partners: readonly Param[] = [
  { name: 'ref_ent_id', required },
  ...page,
  { name: 'ent_name' },
  { name: 'ref_partner_id' },
  { name: 'begin_date' },
  { name: 'end_date' },
];
