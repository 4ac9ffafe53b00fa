import { createHmac } from 'node:crypto';

export interface NhsaCaller {
  readonly endpoint: string;
  readonly ak?: string;
  readonly sk?: string;
  readonly code?: string;
  readonly name?: string;
}

let sequence = 0;

/** `yyyy-MM-dd HH:mm:ss` in China. */
export function chinaNow(shiftMs = 0): string {
  return new Date(Date.now() + shiftMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Headers of the service bus, computed from the published rule alone: sorted k=v joined by &, HMAC-SHA1, Base64. */
export function csbHeaders(
  ak: string,
  sk: string,
  apiName: string,
  timestamp: string,
  version = '1.0.0',
): Record<string, string> {
  const signed: Record<string, string> = {
    _api_access_key: ak,
    _api_name: apiName,
    _api_timestamp: timestamp,
    _api_version: version,
  };
  const text = Object.keys(signed)
    .sort()
    .map((name) => `${name}=${signed[name]}`)
    .join('&');
  return { ...signed, _api_signature: createHmac('sha1', sk).update(text).digest('base64') };
}

export function envelope(
  caller: NhsaCaller,
  infno: string,
  input: unknown,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const code = caller.code ?? 'P43010000001';
  sequence += 1;
  return {
    infno,
    msgid: `${code}${chinaNow().replace(/\D/g, '')}${String(sequence % 10_000).padStart(4, '0')}`,
    mdtrtarea_admvs: '430100',
    insuplc_admdvs: '',
    recer_sys_code: 'MBS_LOCAL',
    dev_no: '',
    dev_safe_info: '',
    cainfo: '',
    signtype: '',
    infver: 'V1.0',
    opter_type: '1',
    opter: '001',
    opter_name: '张三',
    inf_time: chinaNow(),
    fixmedins_code: code,
    fixmedins_name: caller.name ?? '追溯通演示药店一',
    sign_no: '',
    input,
    ...changes,
  };
}

export function post(
  caller: NhsaCaller,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const signed = csbHeaders(
    caller.ak ?? 'ak-demo-hn-001',
    caller.sk ?? 'sk-demo-hn-001',
    String(body.infno),
    String(Date.now()),
  );
  return fetch(caller.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...signed, ...headers },
    body: JSON.stringify(body),
  });
}

export interface NhsaReply {
  readonly infcode: unknown;
  readonly inf_refmsgid: string;
  readonly err_msg: string;
  readonly output: Record<string, unknown>;
}

export async function call(
  caller: NhsaCaller,
  infno: string,
  input: unknown,
  changes: Record<string, unknown> = {},
): Promise<NhsaReply> {
  const response = await post(caller, envelope(caller, infno, input, changes));
  return (await response.json()) as NhsaReply;
}

/** @returns the sign_no of a fresh sign-in. */
export async function signIn(caller: NhsaCaller): Promise<string> {
  const reply = await call(caller, '9001', { signIn: { opter_no: '001', mac: '00-16-3E-00-00-01', ip: '127.0.0.1' } });
  return (reply.output.signinoutb as { sign_no: string }).sign_no;
}

/** A row of 3505A in the Hunan dialect. */
export function hunanSale(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    med_list_codg: 'XA01ABD075A002010100483',
    fixmedins_hilist_id: 'SKU-1',
    fixmedins_hilist_name: '阿莫西林胶囊',
    fixmedins_bchno: 'P43010000001202511220000000001',
    prsc_dr_name: '-',
    phar_name: '李四',
    phar_prac_cert_no: 'Z43000001',
    mdtrt_sn: 'V1',
    manu_lotnum: 'L1',
    manu_date: '2025-01-01',
    expy_end: '2027-01-01',
    rx_flag: '0',
    trdn_flag: '0',
    finl_trns_pric: '12.5000',
    rtal_docno: 'XS-1',
    drug_prod_barc: 'NDPB999',
    sel_retn_cnt: '1',
    sel_retn_time: '2025-11-22 10:00:00',
    sel_retn_opter_name: '张三',
    MDTRT_SETL_TYPE: '2',
    drugtracinfo: [{ drug_trac_codg: '81234567890123456789' }],
    ...changes,
  };
}
