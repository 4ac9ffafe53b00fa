import { parseChinaDateTime, type SimRequest, utf8 } from '../../sim-kit/index.ts';
import { complaint, type Field, objectOf, textOf, type Values } from './field.ts';
import type { Account, NhsaSettings } from './settings.ts';

/*
 * Request envelope: 医疗保障信息平台定点医药机构接口规范 V1.1.83, 交易输入报文 (21 fields); 湖南省接口规范 V1.1.27 has 18 of them and
 * shortens two. `infno` is documented as C4 although 3505A has five characters: six are taken.
 */
const required = true;
const hunan: readonly Field[] = [
  { name: 'infno', type: 'C6', required },
  { name: 'msgid', type: 'C30', required },
  { name: 'mdtrtarea_admvs', type: 'C6', required },
  { name: 'insuplc_admdvs', type: 'C6' },
  { name: 'recer_sys_code', type: 'C10', required },
  { name: 'dev_no', type: 'C100' },
  { name: 'dev_safe_info', type: 'C2000' },
  { name: 'cainfo', type: 'C1024' },
  { name: 'signtype', type: 'C10' },
  { name: 'infver', type: 'C6', required },
  { name: 'opter_type', type: 'C3', required, values: ['1', '2', '3'] },
  { name: 'opter', type: 'C30', required },
  { name: 'opter_name', type: 'C50', required },
  { name: 'inf_time', type: 'T', required },
  { name: 'fixmedins_code', type: 'C12', required },
  { name: 'fixmedins_name', type: 'C20', required },
  { name: 'sign_no', type: 'C30' },
];
const national: readonly Field[] = [
  ...hunan.filter((field) => !['fixmedins_code', 'fixmedins_name'].includes(field.name)),
  { name: 'fixmedins_code', type: 'C14', required },
  { name: 'fixmedins_name', type: 'C200', required },
  { name: 'app_id', type: 'C32' },
  { name: 'enc_type', type: 'C6', values: ['SM4'] },
  { name: 'pw_ecToken', type: 'C50' },
];
const tables: Readonly<Record<'hunan' | 'national', readonly Field[]>> = { hunan, national };

/** A request body as far as it could be read; `root` is empty when it is no JSON object in UTF-8. */
export interface Envelope {
  readonly root: Values;
  readonly infno: string;
  readonly msgid: string;
  readonly input: Values;
}

/** Never fails: what is missing or of the wrong type reads as empty. */
export function readEnvelope(request: SimRequest): Envelope {
  const root = objectOf(parseJson(utf8(request.body) ?? '')) ?? {};
  return {
    root,
    infno: textOf(root, 'infno'),
    msgid: textOf(root, 'msgid'),
    input: objectOf(root.input) ?? {},
  };
}

/** @returns the first complaint about the envelope, in the platform's words; undefined when it is in order. */
export function envelopeComplaint(
  envelope: Envelope,
  account: Account,
  apiName: string,
  settings: NhsaSettings,
): string | undefined {
  const { root, infno } = envelope;
  if (Object.keys(root).length === 0) return '报文格式错误,无法解析';
  const { input, ...head } = root;
  const found = complaint(head, tables[settings.dialect === 'hunan' ? 'hunan' : 'national']);
  if (found !== undefined) return found;
  if (objectOf(input) === undefined) return '节点[input]应为对象';
  if (textOf(root, 'insuplc_admdvs') === '' && saysWhoseInsurance(Object.values(envelope.input).flat(), settings))
    return '参数[insuplc_admdvs]不能为空';
  if (JSON.stringify(input).length > settings.maxInputChars) return `节点[input]长度超过${settings.maxInputChars}`;
  if (infno !== apiName) return '服务名与交易编号不一致';
  if (textOf(root, 'fixmedins_code') !== account.code) return '定点医药机构编号与接入账号不符';
  if (!settings.infver.includes(textOf(root, 'infver'))) return `接口版本号[${textOf(root, 'infver')}]不支持`;
  if (!/^\d{6}$/.test(textOf(root, 'mdtrtarea_admvs'))) return '参数[mdtrtarea_admvs]应为6位医保区划';
  return msgidComplaint(envelope.msgid, account.code);
}

/** 参保地医保区划 is needed when the input holds a psn_no (V1.1.83); in 湖南 for 异地 alone, empty means local. */
function saysWhoseInsurance(rows: readonly unknown[], { dialect }: NhsaSettings): boolean {
  return rows.some((row) => {
    const values = objectOf(row) ?? {};
    return dialect === 'hunan' ? textOf(values, 'hi_feesetl_type') === '2' : textOf(values, 'psn_no') !== '';
  });
}

/** Who made it, then yyyyMMddHHmmss(14) + 顺序号(4); 定点医药机构编号(12) in the national form. */
export function msgidComplaint(msgid: string, maker: string): string | undefined {
  const parts = /^(.{12})(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{4}$/.exec(msgid);
  const [, code, year, month, day, hour, minute, second] = parts ?? [];
  const time = parseChinaDateTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  return code === maker && time !== undefined ? undefined : '发送方报文ID格式错误';
}

/** @returns undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Said to the caller as "报文格式错误": a platform does not report where.
    return undefined;
  }
}
