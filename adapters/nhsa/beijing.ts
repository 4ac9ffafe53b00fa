import type { CallContext, IdContext, NativeRequest, NativeResponse } from '../contract/index.ts';
import { RequestError } from '../contract/index.ts';
import { isObject, type JsonValue, textOf } from '../kit/json.ts';
import { jsonOf } from './json-text.ts';
import { messageId } from './numbers.ts';
import { faultOf, isZero, type Reply, type ReplyContext, readRoot, unrecognised } from './reply.ts';
import { requiredKey } from './secrets.ts';
import { SM4_KEY_LENGTH, sm4Decrypt, sm4Encrypt } from './sm4.ts';
import type { Message } from './transport.ts';

/**
 * 北京市医保信息系统医院端接口服务技术规范 V1.28: upper-case keys, the transaction encrypted in IN_DATA. Its plaintext begins with
 * MSG_NO and MSG_TYPE, the only protection against another message's data under this head.
 */
export function sealBeijing({ number, msgid, envelope, input }: Message, context: CallContext): NativeRequest {
  const plaintext = msgid + number + JSON.stringify(input);
  return {
    protocol: 'rest',
    method: 'POST',
    path: '',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...envelope, IN_DATA: sm4Encrypt(keyBytes(context), plaintext).toString('base64') }),
    attemptIds: { msgid },
  };
}

/** RET_CODE 0 is the first level of success; OUT_DATA must open under our key and belong to this head, and the head to our request. */
export function readBeijing(response: NativeResponse, at: ReplyContext): Reply {
  const root = readRoot(response, at);
  if (root.type === 'fault') return root;
  const { RET_CODE, RET_MSG, MSG_NO, MSG_TYPE, IN_MSG_NO, OUT_DATA } = root.value;
  const code = textOf(RET_CODE)?.trim();
  if (code === undefined || code === '') return unrecognised('no RET_CODE', at);
  // No table of its codes is published: families of words are all there is, and the code stays readable among them.
  if (!isZero(code)) return faultOf({ code: '-1', message: `${code} ${textOf(RET_MSG) ?? ''}` }, at);
  if (textOf(IN_MSG_NO) !== messageId(at.context)) return unrecognised('IN_MSG_NO is not our MSG_NO', at);
  const output = openData(OUT_DATA, `${textOf(MSG_NO) ?? ''}${textOf(MSG_TYPE) ?? ''}`, at.context);
  if (output === undefined) return faultOf({ code: 'reply:undecryptable', message: '' }, at);
  const reference = textOf(MSG_NO);
  return { type: 'success', root: isObject(output) ? output : {}, output, ...(reference && { reference }) };
}

function openData(data: JsonValue | undefined, head: string, context: IdContext): JsonValue | undefined {
  if (data === null || data === '' || data === undefined) return null;
  const text = typeof data === 'string' ? sm4Decrypt(keyBytes(context), Buffer.from(data, 'base64')) : undefined;
  return text?.startsWith(head) ? jsonOf(text.slice(head.length)) : undefined;
}

/** The first 16 characters of the key that the bureau has issued. */
function keyBytes(context: IdContext): Buffer {
  const key = Buffer.from(requiredKey('sm4_key', context), 'utf8').subarray(0, SM4_KEY_LENGTH);
  if (key.length < SM4_KEY_LENGTH) throw new RequestError('NHSA_KEY_TOO_SHORT', 'sm4_key has fewer than 16 characters');
  return key;
}
