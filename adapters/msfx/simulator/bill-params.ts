import { atMost, date, dateTime, oneOf, type Param, required } from './rules.ts';

/** Of a hospital. */
export const hospitalTypes = oneOf('102', '103', '107', '202', '205', '206', '209');

/** 单据类型 that pharmacies and wholesalers may upload as in/out bill: everything but retail and vaccination. */
export const pharmacyTypes = oneOf(
  ...['102', '103', '104', '107', '108', '110', '111', '112', '113'],
  ...['201', '202', '203', '204', '205', '206', '207', '209', '211', '212', '214', '215', '216', '217', '237'],
);

/** 单据类型 of producers and wholesalers (kyt.uploadinoutbill, 41215): with those of production. */
const enterpriseTypes = oneOf(
  ...['101', '102', '103', '104', '106', '107', '108', '110', '111', '112', '113'],
  ...['201', '202', '203', '204', '205', '206', '207', '208', '209', '211', '212', '214', '215', '216', '217', '237'],
);

const optional = [
  'oper_ic_code',
  'oper_ic_name',
  'agent_ref_user_id',
  'dest_user_id',
  'warehouse_id',
  'drug_id',
  'return_reason_des',
  'cancel_reason_des',
  'executer_name',
  'executer_code',
  'superviser_name',
  'superviser_code',
  'from_address',
  'to_address',
  'from_bill_code',
  'order_code',
  'from_person',
  'to_person',
  'dis_ref_ent_id',
  'dis_ent_id',
  'xt_check_code',
  'xt_check_code_desc',
  'drug_list_json',
  'ass_ref_ent_id',
  'ass_ent_id',
  'qu_receivable',
  'ignore_part_success_flag',
];

/** uploadretail: names, required flags, code lists, lengths. */
export const retailBill = (billTypes: ReturnType<typeof oneOf>): readonly Param[] => [
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

/** uploadinoutbill by the API page of 零售药店 (52555) and the SDK of 2025-12. */
export const inOutBill = (billTypes: ReturnType<typeof oneOf>): readonly Param[] => [
  { name: 'bill_code', required },
  { name: 'bill_time', required, rule: dateTime },
  { name: 'bill_type', required, rule: billTypes },
  { name: 'physic_type', required, rule: oneOf('2', '3') },
  { name: 'ref_user_id', required },
  { name: 'from_user_id', required },
  { name: 'to_user_id', required },
  { name: 'trace_codes', required },
  { name: 'client_type', required, rule: oneOf('2') },
  { name: 'return_reason_code', rule: oneOf('1', '2', '3', '4', '5', '6') },
  { name: 'cancel_reason_code', rule: oneOf('1', '2', '3', '4') },
  { name: 'xt_is_check', rule: oneOf('0', '1') },
  ...optional.map((name) => ({ name })),
];

/** Of a wholesaler: the operator is required too. */
export const wholesaleBill: readonly Param[] = inOutBill(enterpriseTypes).map(
  (param): Param =>
    param.name === 'oper_ic_code' || param.name === 'oper_ic_name' ? { name: param.name, required } : param,
);

/** remnantbill.upload (53744): both parties by ref_ent_id. */
export const remnantBill: readonly Param[] = [
  { name: 'ref_ent_id', required },
  { name: 'bill_type', required, rule: oneOf('106', '210') },
  { name: 'bill_code', required },
  { name: 'bill_time', required, rule: dateTime },
  { name: 'from_ref_user_id', required },
  { name: 'to_ref_user_id', required },
  { name: 'ass_ref_ent_id' },
  { name: 'dis_ref_ent_id' },
  { name: 'drug_ent_base_info_id', required },
  { name: 'produce_date', required, rule: date },
  { name: 'expire_date', required },
  { name: 'produce_batch_no', required },
  { name: 'input_amount', required },
];

/** wes names the owner ref_ent_id, and asks for a token. */
export const wesBill: readonly Param[] = [
  ...wholesaleBill.map((param): Param => (param.name === 'ref_user_id' ? { name: 'ref_ent_id', required } : param)),
  { name: 'license_token', required },
];
