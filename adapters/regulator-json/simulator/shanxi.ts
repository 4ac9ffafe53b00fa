import { digestOf, isEqual } from './digest.ts';
import {
  date,
  dateTime,
  type Fields,
  guid,
  isObject,
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
import type { Style } from './style.ts';

const protocol = {
  eventID: guid,
  eventType: matching(
    /^(RETAIL_SALE|RETAIL_RETURN|STATUS|DISPENSE|DISPENSE_RETURN|PURCHASE_IN|PURCHASE_RETURN|SALE_OUT|SALE_RETURN|TRANSFER_IN|TRANSFER_OUT|STOCK|STOCK_ADJUST|DESTROY)$/,
  ),
  senderCode: uscId,
  sendTime: dateTime,
  digest: text(128),
  'data?': isObject,
};
const item = {
  drugName: text(200),
  'drugId?': text(20),
  'approvalNo?': text(50),
  'spec?': text(200),
  'manufacturer?': text(200),
  'batchNo?': text(50),
  'produceDate?': date,
  'expireDate?': date,
  quantity,
  'unit?': text(20),
  traceCodes: listOf(text(500)),
};
const common = {
  'orgCode?': text(40),
  orgName: text(200),
  regionCode: matching(/^\d{6}$/),
  billNo: text(50),
  items: listOf(object(item)),
};
const tables = {
  RETAIL_SALE: { ...common, saleTime: dateTime },
  RETAIL_RETURN: { ...common, returnTime: dateTime, 'originalBillNo?': text(50) },
  /** 入出库, 库存 and use. */
  MOVEMENT: {
    ...common,
    occurTime: dateTime,
    'originalBillNo?': text(50),
    'partnerCode?': text(40),
    'partnerName?': text(200),
    'reason?': text(20),
  },
};

/** 山西 in the manner of DB14/T 3290-2025: the digest is a member, over event, sender, time, data and the secret. */
export function shanxiStyle(settings: RegulatorSettings): Style {
  return {
    open(_request, _text, message, isEnquiry) {
      const account = settings.accounts.find((known) => known.uscId === message.senderCode);
      if (account === undefined) throw new Refusal('1002', '报送单位未注册');
      const wrong = problem(message, protocol) ?? typeProblem(message, isEnquiry);
      if (wrong !== undefined) throw new Refusal('1004', wrong, account);
      const { eventID, senderCode, sendTime, data, digest } = message;
      const dataText = data === undefined ? '' : JSON.stringify(data);
      const expected = digestOf(`${eventID}${senderCode}${sendTime}${dataText}`, account.secret, settings);
      if (!isEqual(String(digest), expected)) throw new Refusal('1001', '摘要错误', account);
      const content = isObject(data) ? data : undefined;
      const bad = content === undefined ? undefined : problem(content, tableOf(message));
      if (bad !== undefined) throw new Refusal('2002', bad, account);
      const documentNo = String(content?.billNo ?? '');
      return {
        eventId: String(eventID),
        sentAt: String(sendTime),
        account,
        content,
        documentNo,
        codes: codesOf(content),
      };
    },
    write({ code, message, eventId, receiptNo, state, ok }, account) {
      const shown = ok ? '0000' : code;
      const base = `${eventId}${shown}${message}${receiptNo ?? ''}`;
      const digest = account === undefined ? undefined : digestOf(base, account.secret, settings);
      const body = { eventID: eventId, code: shown, message, receiptNo, state, digest };
      return { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
    },
    retyped: (reply) => ({ ...reply, body: reply.body.replace(/"code":"0*(\d+)"/, '"code":$1') }),
  };
}

function typeProblem(message: Fields, isEnquiry: boolean): string | undefined {
  if ((message.eventType === 'STATUS') !== isEnquiry) return 'eventType 无效';
  return (message.data === undefined) === isEnquiry ? undefined : 'data 无效';
}

function tableOf({ eventType }: Fields): Readonly<Record<string, (value: unknown) => boolean>> {
  if (eventType === 'RETAIL_RETURN' || eventType === 'RETAIL_SALE') return tables[eventType];
  return tables.MOVEMENT;
}

/** The codes of all items of a checked content. */
export function codesOf(content: Fields | undefined): readonly string[] {
  const items: readonly unknown[] = Array.isArray(content?.items) ? content.items : [];
  return items.flatMap((one) => (isObject(one) && Array.isArray(one.traceCodes) ? one.traceCodes.map(String) : []));
}
