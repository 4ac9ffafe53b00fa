import type { FaultRow } from '../contract/index.ts';
import { faultRow, ofPack } from '../kit/fault-row.ts';
import { codeCheckFaults } from './code-check-faults.ts';
import { ENQUIRED } from './fault-hints.ts';

/** What the platform says of a code whose pack is sold, of the bill or of the code alone. */
export const ALREADY_SOLD = /已(出售|售出|销售)/;

const ALL_REFUSED = {
  zh: '单据中的追溯码全部处理失败',
  en: 'The platform refused every trace code of the bill',
  hintZh: '逐码查看原因',
  hintEn: 'See the reason of each code',
};

/** Refusals of the business layer (msg_code, msg_info, process_info). */
export const businessFaults: readonly FaultRow[] = [
  ofPack(faultRow(['ALL_CODES_REFUSED'], 'rejected', 'MSFX_ALL_CODES_REFUSED', ALL_REFUSED, ALREADY_SOLD)),
  faultRow(['ALL_CODES_REFUSED'], 'rejected', 'MSFX_ALL_CODES_REFUSED', ALL_REFUSED),
  faultRow(['BILL_FILE_NAME_DUPLICATE_UPLOAD'], 'already-accepted', 'MSFX_BILL_EXISTS', {
    zh: '该单据号已存在',
    en: 'A bill with this number exists',
    hintZh: '系统随即查询单据状态确认',
    hintEn: 'Confirmed by a status enquiry at once',
  }),
  faultRow(
    ['*'],
    'already-accepted',
    'MSFX_BILL_EXISTS',
    {
      zh: '该单据号已存在',
      en: 'A bill with this number exists',
      hintZh: '系统随即查询单据状态确认',
      hintEn: 'Confirmed by a status enquiry at once',
    },
    /单据号已存在/,
  ),
  faultRow(['BILL_CODE_TAKEN'], 'rejected', 'MSFX_BILL_CODE_TAKEN', {
    zh: '该单据号在平台上属于另一张单据',
    en: 'The bill number belongs to another bill on the platform',
    hintZh: '是否另有软件以同一企业标识上传?换一个单据号,或为机构设置 bill_prefix',
    hintEn:
      'Does other software upload for the same enterprise? Use another number or set bill_prefix for the institution',
  }),
  faultRow(['FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR'], 'rejected', 'MSFX_BILL_TOO_OLD', {
    zh: '系统不支持上传 2 年前的单据',
    en: 'Bills older than two years are refused',
    hintZh: '核对单据时间',
    hintEn: 'Check when the goods changed hands',
  }),
  faultRow(
    ['*'],
    'rejected',
    'MSFX_BILL_TOO_OLD',
    {
      zh: '系统不支持上传 2 年前的单据',
      en: 'Bills older than two years are refused',
      hintZh: '核对单据时间',
      hintEn: 'Check when the goods changed hands',
    },
    /2\s*年前/,
  ),
  faultRow(['FAIL_BIZ_REMOTE_REQ_ERROR'], 'unknown-outcome', 'MSFX_SERVICE_ERROR', {
    zh: '平台内部调用出错,可能已处理',
    en: 'An internal call of the platform failed; it may have processed the request',
    ...ENQUIRED,
  }),
  ofPack(
    faultRow(
      ['*'],
      'rejected',
      'MSFX_CODE_ALREADY_SOLD',
      {
        zh: '存在已出售的追溯码',
        en: 'A trace code of the bill is sold already',
        hintZh: '核对是否重复销售或漏做退货;涉事包装先不要再售',
        hintEn: 'Look for a double sale or a missing return; keep the pack from being sold again',
      },
      ALREADY_SOLD,
    ),
  ),
  faultRow(
    ['*'],
    'rejected',
    'MSFX_PARENT_WITH_CHILD',
    {
      zh: '单据中同时有包装码和其内装码',
      en: 'The bill has the code of a pack beside codes of its contents',
      hintZh: '整包只报上级码;用查询接口 pack-conflicts 或 code-relation 找出后以新单据号提交',
      hintEn:
        'Report a whole pack by its own code only; find the pairs by pack-conflicts or code-relation, submit anew',
    },
    /上下级/,
  ),
  faultRow(['BILL_DECODE_ERROR'], 'rejected', 'MSFX_BILL_UNREADABLE', {
    zh: '单据转码失败',
    en: 'The platform could not decode the bill',
    hintZh: '检查追溯码是否为 20 位、以 8 开头',
    hintEn: 'Check that every code has 20 digits and starts with 8',
  }),
  faultRow(
    ['*'],
    'auth',
    'MSFX_LICENCE_REFUSED',
    {
      zh: '平台不接受该企业的 license 或 license_token',
      en: 'The licence of the enterprise, or the token for it, was refused',
      hintZh: '系统先重新获取 license_token;仍被拒时核对机构凭据中的 license',
      hintEn: "Renewed once at once; when that is refused too, check license in the institution's credentials",
    },
    /licen[sc]e/i,
  ),
  faultRow(
    ['*'],
    'auth',
    'MSFX_PERMISSION_MISSING',
    {
      zh: '企业未授权或未绑定到该 AppKey',
      en: 'The enterprise is not authorised for, or not bound to, the AppKey',
      hintZh: '核对机构的 ref_ent_id,并请平台把企业绑定到该 AppKey',
      hintEn: "Check the institution's ref_ent_id and have the platform bind the enterprise to the AppKey",
    },
    /^FAIL_BIZ_\w*NO_AUTH|未授权|未绑定|没有权限|无权限/,
  ),
  faultRow(
    ['*'],
    'unknown-outcome',
    'MSFX_SERVICE_ERROR',
    {
      zh: '平台业务系统异常,可能已处理',
      en: 'The business system of the platform failed; it may have processed the request',
      ...ENQUIRED,
    },
    /系统(异常|繁忙|错误)|稍后再?重?试|超时/,
  ),
  ...codeCheckFaults,
  faultRow(['FAIL', 'PROCESS_FAILED', 'REFUSED'], 'rejected', 'MSFX_REFUSED', {
    zh: '平台拒绝该单据',
    en: 'The platform refused the bill',
    hintZh: '按平台返回的说明修改后以新单据号提交',
    hintEn: 'Correct what the platform names and submit under a new number',
  }),
];
