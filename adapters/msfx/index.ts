import type { Adapter } from '../contract/index.ts';
import { billDetail } from './bill-detail.ts';
import { billParts } from './bill-parts.ts';
import { billStatus } from './bill-status.ts';
import { codeActivation, codeDetail, codeRelation } from './code-lookups.ts';
import { enterpriseById, enterpriseByName, partners } from './enterprise-lookups.ts';
import { faults } from './faults.ts';
import { insuranceCodes, insuranceRelation } from './insurance-lookups.ts';
import { lookupOperation } from './lookup.ts';
import { packConflicts, relationDetail } from './pack-lookups.ts';
import { packUpload } from './pack-upload.ts';
import { partialResults } from './partial-results.ts';
import { scrub } from './privacy.ts';
import { probe } from './probe.ts';
import { relationStatus } from './relation-status.ts';
import { credentialsSchema, identitySchema, readSettings, settingsSchema } from './settings.ts';
import { signIn } from './sign-in.ts';
import { barcode, codeFlow, codeRecord, lastFour } from './single-code-lookups.ts';
import { uploads, withdrawals } from './uploads.ts';
import { upstreamBillDetail, upstreamBillOfCode, upstreamBills } from './upstream-lookups.ts';
import { withdrawalStatus } from './withdraw.ts';

const lookups = [
  codeDetail,
  codeActivation,
  codeRelation,
  upstreamBills,
  upstreamBillDetail,
  upstreamBillOfCode,
  enterpriseByName,
  enterpriseById,
  partners,
  packConflicts,
  codeFlow,
  codeRecord,
  lastFour,
  barcode,
  insuranceCodes,
  insuranceRelation,
  relationDetail,
].map(lookupOperation);

const operations = [
  ...uploads,
  ...withdrawals,
  packUpload,
  signIn,
  billStatus,
  relationStatus,
  partialResults,
  billDetail,
  withdrawalStatus,
  billParts,
  ...lookups,
  probe,
];

/** 码上放心, the trace platform run by 阿里健康, over the Taobao Open Platform; the profile says for whom (lsyd, yljg …). */
export const msfxAdapter: Adapter = {
  id: 'msfx',
  title: { zh: '码上放心追溯平台', en: '码上放心 trace platform' },
  protocol: 'rest',
  settingsSchema,
  quotaOf: (settings) => readSettings(settings).appKey,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  login: signIn.id,
  probe: probe.id,
  manifest: {
    interfaceVersion:
      'TOP 2.0; alibaba.alihealth.drugtrace.top.lsyd.*, yljg.*, drug.kyt.*, drug.kyt.wes.*, drug.kyt.scqy.*, drug.msc.* of 2025-12',
    sources: [
      'TOP "API调用方法详解"',
      'TOP 错误码一览表',
      'TOP API pages 52553 to 52558, 52561, 52563 to 52567, 52764, 52765, 53726, 53727, 52560, 41215, 41048, 41219, 53744, 59865, 64390, 64473 to 64478 (scqy), 65682 (wes), 66496 lsyd.listbillprocesspartsuccess, 40358, 41081, 41723, 45313, 55900, 59646, 64867, 65483, 66679',
      '关联关系XML Schema-3.0: the structure of relation files in use by producers; the platform publishes no schema',
    ],
    undo: {
      zh: '批发第二代(wes)与生产企业(scqy)的出入库单据可按单据号删除(delbillinfo,各业务的 withdraw 操作);零售药店、医疗机构、码上传与第一代 KYT 没有公开的删除接口:以相反单据冲正(零售 321 以消费者退货 116,入库以退货出库 202,出库以退货入库 103),或在码上放心后台处理',
      en: 'In/out bills of wholesalers of the second generation (wes) and of producers (scqy) are deleted by their number (delbillinfo, operation withdraw of each kind); for pharmacies, hospitals, 码上传 and the first KYT no deletion is documented: correct by the opposite bill (a retail sale by 116, what came in by 202, what went out by 103) or in the 码上放心 console',
    },
    open: [
      'dispense-return as 116 through yljg.uploadretail: documented for pharmacies only; refused there, report sale-return (103)',
      'transfers of a hospital as 107 供应入库 and 209 供应出库: its package has no 104 and 203',
      'internal_ent_id: whom bills without another party (111, 205, 214 …) name; here the institution itself',
      'licenceTokenMinutes: lifetime of a license_token (wes), and the words of its refusal',
      'kyt publishes no list of refused codes: a bill processed in part is delivered as partial, without verdicts',
      'code_check_error_info of a refused upload: its error types are numbered as exception_flags of 73373 are; published for 3 and 6 only',
      'delbillinfo: whether SUCCESS means that the bill is gone at once, and whether its number may be used again; we never do',
      'bill detail: whether it shows retail bills (321, 116)',
      'relation files (pack): zip or gzip before Base64 (relationPacking), whose id ent_seq_no is (relationEntSeqNo), whether a file name counts only once',
      'scqy publishes no upload of code lists: a producer reports bills through drug.kyt.uploadinoutbill, whose page lists 101 and 208',
      '直调: dest_user_id is taken for who receives the goods, to_user_id for who is billed',
      'insurance-codes: what cert_isv_no is (insuranceIsvNo, by default the AppKey); 41724 核销 books and is not offered',
      'barcode (40358): the form of the answer, one text with 69码, dates and lot',
      'checkcoderelation (pack-conflicts) is published for wes alone, without a maximum of codes',
      'lsyd.querycodeactive: named, but not among the published pages; yljg and msc publish none',
      'billCodeMaxLength: longest bill_code of uploadretail',
      'pace: 3 uploads and 2 queries per second and AppKey, measured by a user, not published',
      'a daily quota that is reported without seconds is taken to end at midnight in China',
      'page_size of the query APIs: highest value not published',
    ],
  },
  scrub,
};
