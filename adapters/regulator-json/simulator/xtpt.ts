import { utf8 } from '../../sim-kit/index.ts';
import { digestOf, isEqual } from './digest.ts';
import {
  date,
  dateTime,
  guid,
  jsonObject,
  listOf,
  matching,
  object,
  problem,
  quantity,
  text,
  uscId,
} from './fields.ts';
import { Refusal } from './refusal.ts';
import type { RegulatorSettings } from './settings.ts';
import { codesOf } from './shanxi.ts';
import type { Style } from './style.ts';
import { unzipOne } from './unzip.ts';
import { xmlContent } from './xml-content.ts';

const base64 = matching(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
const sender = { app_id: text(64), process_id: guid, event_id: guid, usc_id: uscId, tiemstamp: dateTime };
const protocol = { ...sender, event_type: matching(/^(10|20)$/), sub_type: matching(/^\d{4}$/), data: base64 };
const item = {
  drugName: text(200),
  'drugId?': text(20),
  'batchNo?': text(50),
  'produceDate?': date,
  'expireDate?': date,
  quantity,
  traceCodes: listOf(text(500)),
};
const business = {
  documentType: matching(/^(SALE|RETURN)$/),
  documentNo: text(50),
  'originalDocumentNo?': text(50),
  time: dateTime,
  items: listOf(object(item)),
};

/** The 协同平台 envelope: data is a zipped file in Base64; the digest is a header, over the body's bytes and the secret. */
export function xtptStyle(settings: RegulatorSettings): Style {
  return {
    open(request, body, message, isEnquiry) {
      const account = settings.accounts.find(
        (known) => known.appId === message.app_id && known.uscId === message.usc_id,
      );
      if (account === undefined) throw new Refusal('1002', '报送单位未注册');
      if (!isEqual(request.headers['x-digest'] ?? '', digestOf(body, account.secret, settings)))
        throw new Refusal('1001', '摘要错误', account);
      const wrong = problem(message, isEnquiry ? sender : protocol);
      if (wrong !== undefined) throw new Refusal('1004', wrong, account);
      const envelope = { eventId: String(message.event_id), sentAt: String(message.tiemstamp), account };
      if (isEnquiry) return { ...envelope, content: undefined, documentNo: '', codes: [] };
      const { name, content: bytes } = unzipOne(Buffer.from(String(message.data), 'base64'));
      const content = settings.file === 'xml' ? xmlContent(utf8(bytes)) : jsonObject(utf8(bytes));
      if (content === undefined || name !== `${envelope.eventId}.${settings.file}`)
        throw new Refusal('1004', `data 应为${settings.file.toUpperCase()}文件`, account);
      const bad = problem(content, business);
      if (bad !== undefined) throw new Refusal('2002', bad, account);
      return { ...envelope, content, documentNo: String(content.documentNo), codes: codesOf(content) };
    },
    write({ ok, code, message, state }, account) {
      const body = JSON.stringify({ success: ok, msg_code: ok ? 'SUCCESS' : code, msg_info: message, state });
      const headers = account === undefined ? {} : { 'X-Digest': digestOf(body, account.secret, settings) };
      return { status: 200, contentType: 'application/json; charset=utf-8', headers, body };
    },
    retyped: (reply) => ({ ...reply, body: reply.body.replace(/"success":(true|false)/, '"success":"$1"') }),
  };
}
