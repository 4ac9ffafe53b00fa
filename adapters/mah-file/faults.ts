import type { FaultRow } from '../contract/index.ts';
import { faultRow } from '../kit/fault-row.ts';

const RETRIED = {
  hintZh: '系统自动重试;持续出现时联系厂家',
  hintEn: 'Retried automatically; when it lasts, ask the manufacturer',
};

/**
 * What the file server says, by status or step, and what the folders say. Codes inside receipts are `faults` of the profile, which come
 * first; a refusing receipt with a code of no table is a refusal all the same (`*`).
 */
export const ownFaults: readonly FaultRow[] = [
  faultRow(['401'], 'auth', 'MAH_LOGIN_REFUSED', {
    zh: 'SFTP 登录被拒绝',
    en: 'The SFTP login was refused',
    hintZh: '在机构目录中更新该链路的用户名与密码或私钥',
    hintEn: "Renew the institution's user name and password or private key for this link",
  }),
  faultRow(['403'], 'auth', 'MAH_FOLDER_FORBIDDEN', {
    zh: '该账号无权读写文件夹',
    en: 'The account may not use the folder',
    hintZh: '请厂家为该账号开通收件、回执文件夹的权限',
    hintEn: 'Ask the manufacturer for the rights on the inbox and receipt folders',
  }),
  faultRow(['404'], 'misconfigured', 'MAH_FOLDER_MISSING', {
    zh: '文件夹不存在',
    en: 'A folder does not exist',
    hintZh: '核对链路 endpoint 中的目录与映射档的 *Folder 常量',
    hintEn: "Check the folder in the link's endpoint and the profile's *Folder constants",
  }),
  faultRow(['507'], 'unavailable', 'MAH_NO_SPACE', {
    zh: '对方磁盘或配额已满,文件未交付',
    en: 'The disk or quota there is full; nothing was handed over',
    ...RETRIED,
  }),
  faultRow(['write', 'rename', 'read', 'find', 'list'], 'unavailable', 'MAH_FILE_ACTION_REFUSED', {
    zh: '对方文件服务拒绝了该操作,文件未交付',
    en: 'The file server refused the action; nothing was handed over',
    ...RETRIED,
  }),
  faultRow(['MOVED'], 'unavailable', 'MAH_RECEIPT_MOVED', {
    zh: '回执在读取前被移走',
    en: 'The receipt was taken away before it was read',
    hintZh: '系统再次查询',
    hintEn: 'Asked for again',
  }),
  // An enquiry that fails changes nothing: asked again, at last left to a person, never sent again unasked.
  faultRow(['NOWHERE'], 'unavailable', 'MAH_FILE_NOWHERE', {
    zh: '文件不在收件夹,也没有回执;该厂家取走文件后不留存,无法判断是否已收到',
    en: 'The file is not in the inbox and has no receipt; this manufacturer keeps no file it has taken, so nobody can tell',
    hintZh: '系统再次查询;长时间没有回执时请厂家按文件名核对。取走即写回执的厂家可在映射档设 absentMeans: not-received',
    hintEn:
      'Asked for again; when no receipt comes, ask the manufacturer. One that writes it at once: absentMeans not-received in the profile',
  }),
  faultRow(['DIFFERS'], 'rejected', 'MAH_FILE_DIFFERS', {
    zh: '收件夹中已有同名文件,但内容不同',
    en: 'A file of that name stands in the inbox with other content',
    hintZh: '核对单据号是否重复使用;更正需换新单据号',
    hintEn: 'Was the number used twice? A correction needs a new number',
  }),
  faultRow(['ERROR_FOLDER'], 'rejected', 'MAH_FILE_IN_ERROR_FOLDER', {
    zh: '厂家把文件移入了错误文件夹,没有回执说明原因',
    en: 'The manufacturer moved the file to its error folder, without a receipt that says why',
    hintZh: '请厂家说明原因;改正后换新单据号上报',
    hintEn: 'Ask the manufacturer why; report the correction under a new number',
  }),
  faultRow(['ALIEN'], 'contract-broken', 'MAH_ALIEN_REPLY', {
    zh: '回执无法识别,或不是该文件的回执',
    en: 'The receipt is not recognised, or is of another file',
    hintZh: '系统再次查询;反复出现时核对映射档的 receipt* 常量并联系厂家',
    hintEn: "Asked for again; when it repeats, check the profile's receipt* constants and ask the manufacturer",
  }),
  faultRow(['*'], 'rejected', 'MAH_FILE_REFUSED', {
    zh: '厂家拒收该文件',
    en: 'The manufacturer refused the file',
    hintZh: '按回执说明修改;其代码含义查明后补入映射档的 faults',
    hintEn: "Correct it as the receipt says; once the code's meaning is known, add it to the profile's faults",
  }),
];

/** The whole catalogue, as listed at GET /v1/errors. */
export const faults: readonly FaultRow[] = ownFaults;
