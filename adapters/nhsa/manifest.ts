import type { Manifest } from '../contract/index.ts';

export const manifest: Manifest = {
  interfaceVersion: 'V1.1.83',
  sources: [
    '医疗保障信息平台定点医药机构接口规范 V1.1.83 (2025-03-14)',
    '湖南省医疗保障信息平台定点医药机构接口规范 V1.1.27 (2024-10)',
    '北京市医保信息系统医院端接口服务技术规范 V1.28 (2025-10-30)',
    'Alibaba Cloud Service Bus client SDK (signature)',
    'Published clients of 广东, 河北, 内蒙古 (x-tif headers, paths, static key) and 吉林 (OAuth2, SM4, SM2): see the profiles',
    'encData and signData as clients of 电子凭证 and 电子处方 make them; recomputed from a captured message',
  ],
  undo: {
    zh: '销售以退货(3506A)冲回;误传的行以 3507A 按 fixmedins_bchno 删除。3505A/3506A 不能用 2601 冲正。',
    en: 'A sale is undone by a return (3506A), a row sent in error by 3507A with its fixmedins_bchno. 2601 does not reverse 3505A or 3506A.',
  },
  open: [
    'A repeated fixmedins_bchno: refused, overwritten or doubled? Held to be unsafe (profile: resend, faults).',
    'Does 3513 list returns? Held not to (setting returnEnquiry).',
    'How does 3513 say "nothing found"? Only by an empty list (profile constant enquiryEmpty).',
    'GS1 codes in drug_trac_codg: as scanned, or 01+21 where the field is C30 (setting gs1CodeForm).',
    'Sign of sel_retn_cnt in a return: positive (profile constant returnCountSign).',
    'Prescriber of a sale over the counter: a placeholder (profile constant noPractitioner).',
    'recer_sys_code and infver: by profile (settings recerSysCode, infver).',
    'mac and ip of the sign-in: placeholders (settings signInMac, signInIp, or per institution).',
    'Lifetime of sign_no: until midnight in China.',
    'Does 3506A list all rows or refused ones only? A row not listed is asked for.',
    'cainfo over the head: empty values kept, r‖s in Base64 (settings cainfoEmpties, cainfoForm).',
    'encData inside the envelope: appid, encType and signType stand in the signed text, no version or timestamp.',
    'Signatures in replies are not verified: no platform has published its key.',
    'XML and SOAP fronts (transport T8): root, rows, charset, namespace, operation and function ids (settings xmlRoot … soapAction, constants number.*).',
    'What a SOAP fault leaves behind: held to be unknown.',
    'Refusals of x-tif gateways and of plain front ends: by HTTP status alone.',
    'What a region leaves open stands in its profile (open).',
    'Optional fields without a value are left out, not sent empty.',
  ],
};
