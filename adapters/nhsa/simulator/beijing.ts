import { createCipheriv, createDecipheriv } from 'node:crypto';
import { chinaStamp, type Reply, utf8 } from '../../sim-kit/index.ts';
import type { Door } from './door.ts';
import { msgidComplaint, parseJson } from './envelope.ts';
import { complaint, type Field, objectOf, textOf, type Values } from './field.ts';
import type { Account, NhsaSettings } from './settings.ts';

/* 北京市医保信息系统医院端接口服务技术规范 V1.28: the envelope in capitals, business numbers 02xx, SM4 under the issued key. */
const required = true;
const table: readonly Field[] = [
  { name: 'INF_VER', type: 'C6', required, values: ['V1.0'] },
  { name: 'HOSP_CODE', type: 'C10', required },
  { name: 'MSG_NO', type: 'C30', required },
  { name: 'MSG_TYPE', type: 'C6', required },
  { name: 'IN_DATA', type: 'C1000000', required },
];
/** 0201 to 0207 stand for 3501 to 3507, with lists of rows; 0208 to 0213 for the enquiries 3508 to 3513. */
const numbers: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 13 }, (_, n) => {
    const serial = String(n + 1).padStart(2, '0');
    return [`02${serial}`, n < 7 ? `35${serial}A` : `35${serial}`];
  }),
);
const keyLength = 16;

export function beijingDoor(settings: NhsaSettings): Door {
  const accountOf = (root: Values) => settings.accounts.find(({ hospCode }) => hospCode === textOf(root, 'HOSP_CODE'));
  let serial = 0;
  return {
    signsIn: false,
    read(request) {
      const root = objectOf(parseJson(utf8(request.body) ?? '')) ?? {};
      const account = accountOf(root);
      const input = account === undefined ? {} : (opened(root, account) ?? {});
      return { root, infno: numbers[textOf(root, 'MSG_TYPE')] ?? '', msgid: textOf(root, 'MSG_NO'), input };
    },
    admit(_, { root }) {
      const account = accountOf(root);
      if (account !== undefined) return { account, apiName: '' };
      const body = {
        MSG_NO: '',
        MSG_TYPE: textOf(root, 'MSG_TYPE'),
        RET_CODE: '1',
        RET_MSG: '医院编码未授权',
        IN_MSG_NO: textOf(root, 'MSG_NO'),
      };
      return { refused: { status: 200, contentType: 'application/json;charset=UTF-8', body: JSON.stringify(body) } };
    },
    complaint(_, { root, msgid, infno }, { account }) {
      const found = complaint(root, table) ?? msgidComplaint(msgid, `${account.hospCode}00`);
      if (found !== undefined) return found;
      if (opened(root, account) === undefined) return 'IN_DATA解密失败';
      return infno === '' ? `业务编号[${textOf(root, 'MSG_TYPE')}]不存在` : undefined;
    },
    wrap(reply, { root, msgid }, account) {
      serial += 1;
      const head = {
        MSG_NO: `${account.hospCode}01${chinaStamp(Date.now()).slice(0, 14)}${String(serial % 10_000).padStart(4, '0')}`,
        MSG_TYPE: textOf(root, 'MSG_TYPE'),
      };
      return { ...reply, body: JSON.stringify({ ...head, ...answer(reply, head, account), IN_MSG_NO: msgid }) };
    },
  };
}

interface Head {
  readonly MSG_NO: string;
  readonly MSG_TYPE: string;
}

function answer(reply: Reply, head: Head, account: Account): Values {
  const national = objectOf(parseJson(reply.body)) ?? {};
  const good = Number(national.infcode) === 0;
  const text = head.MSG_NO + head.MSG_TYPE + JSON.stringify(national.output ?? {});
  const cipher = createCipheriv('sm4-ecb', keyOf(account), null);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
  return { RET_CODE: good ? 0 : 1, RET_MSG: textOf(national, 'err_msg'), OUT_DATA: good ? data : '' };
}

/** @returns the transaction; undefined when it does not open under the account's key or is not of this head. */
function opened(root: Values, account: Account): Values | undefined {
  try {
    const decipher = createDecipheriv('sm4-ecb', keyOf(account), null);
    const bytes = Buffer.concat([decipher.update(textOf(root, 'IN_DATA'), 'base64'), decipher.final()]);
    const head = textOf(root, 'MSG_NO') + textOf(root, 'MSG_TYPE');
    const text = utf8(bytes) ?? '';
    return text.startsWith(head) ? objectOf(parseJson(text.slice(head.length))) : undefined;
  } catch {
    // Said to the caller as "IN_DATA解密失败".
    return undefined;
  }
}

function keyOf({ sk }: Account): Buffer {
  return Buffer.from(sk.slice(0, keyLength), 'latin1');
}
