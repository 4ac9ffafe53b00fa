import { date, oneOf, type Param, required, wholeNumber } from './rules.ts';

/** What wes asks for in every call. */
export const token: Param = { name: 'license_token', required };

export const licence: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'license', required },
];

export const billDetail: readonly Param[] = [
  { name: 'bill_code', required },
  { name: 'ref_ent_id', required },
];

/** wes alone lists the codes of a bill, when asked to. */
export const showCode: Param = { name: 'show_code', rule: oneOf('0', '1') };

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
