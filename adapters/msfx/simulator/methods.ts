import { hospitalTypes, inOutBill, pharmacyTypes } from './bill-params.ts';
import type { Params } from './params.ts';
import { atMost, date, dateTime, oneOf, type Param, required, wholeNumber } from './rules.ts';
import { invalidArgument, missingArgument } from './top-error.ts';

/*
 * Parameters by the platform's API pages of package 20980 (码上放心-零售药店) and its SDK of 2025-12: names, required flags, code lists, lengths.
 */
const retailBill = (billTypes: ReturnType<typeof oneOf>): readonly Param[] => [
  { name: 'bill_code', required },
  { name: 'bill_time', required, rule: dateTime },
  { name: 'bill_type', required, rule: billTypes },
  { name: 'ref_user_id', required },
  { name: 'trace_codes', required },
  { name: 'physic_type', rule: oneOf('2', '3') },
  { name: 'from_user_id' },
  { name: 'oper_ic_code' },
  { name: 'oper_ic_name' },
  { name: 'customer_id_type', rule: oneOf('1', '2', '3', '4', '5', '6', '9') },
  { name: 'customer_id' },
  { name: 'user_tel', rule: atMost(11) },
  { name: 'network_bill_flag', rule: oneOf('0', '1') },
  { name: 'medic_doctor', rule: atMost(20) },
  { name: 'medic_dispenser', rule: atMost(20) },
  { name: 'user_name', rule: atMost(20) },
  { name: 'user_agent', rule: atMost(20) },
  { name: 'remarks' },
  { name: 'ignore_part_success_flag' },
];

const shared: Readonly<Record<string, readonly Param[]>> = {
  'query.billstatus': [
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
  ],
  listbillprocesspartsuccess: [
    { name: 'ref_ent_id', required },
    { name: 'page', required, rule: wholeNumber },
    { name: 'page_size', required, rule: wholeNumber },
    { name: 'bill_code' },
    { name: 'error_code' },
    { name: 'code' },
  ],
};

const families: Readonly<Record<string, Readonly<Record<string, readonly Param[]>>>> = {
  'alibaba.alihealth.drugtrace.top.lsyd.': {
    uploadretail: retailBill(oneOf('321', '322', '116')),
    uploadinoutbill: inOutBill(pharmacyTypes),
  },
  'alibaba.alihealth.drugtrace.top.yljg.': {
    uploadretail: retailBill(oneOf('323', '322', '116')),
    uploadinoutbill: inOutBill(hospitalTypes),
  },
};

/** One method of the platform as it is offered here. */
export interface Method {
  /** The last part of its name. */
  readonly name: string;
  readonly params: readonly Param[];
}

const offered: ReadonlyMap<string, Method> = new Map(
  Object.entries(families).flatMap(([prefix, own]) =>
    Object.entries({ ...shared, ...own }).map(([suffix, params]): [string, Method] => [
      prefix + suffix,
      { name: suffix.split('.').at(-1) ?? suffix, params },
    ]),
  ),
);

/** @returns undefined for a method that is not offered here. */
export function methodOf(fullName: string): Method | undefined {
  return offered.get(fullName);
}

/** @throws TopError 40 for a missing parameter, 41 for one that is unknown or wrong. */
export function checkParams({ params }: Method, business: Params): void {
  const unknown = [...business.keys()].find((name) => !params.some((param) => param.name === name));
  if (unknown !== undefined) throw invalidArgument(unknown, '未定义的参数');
  for (const { name, required: needed, rule } of params) {
    const value = business.get(name) ?? '';
    if (value === '' && needed) throw missingArgument(name);
    const why = value === '' ? undefined : rule?.(value);
    if (why !== undefined) throw invalidArgument(name, why);
  }
}
