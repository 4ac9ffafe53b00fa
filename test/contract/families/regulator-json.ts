import { createHash } from 'node:crypto';
import type { NativeResponse } from '../../../adapters/contract/index.ts';
import { type ContractFamily, type ReplyPlace, replyOf } from '../family.ts';

const secret = 'demo-regulator-secret-1';

/** 山西's form with the digest in the body, or the 协同平台 envelope with the digest in a header. */
export const family: ContractFamily = {
  account: () => ({
    identity: { uscId: '91140100DEMK000001', appId: 'demo-xt-001' },
    credentials: { secret },
  }),
  simulator: ({ constants }) =>
    constants.dataForm === 'zip-base64'
      ? { style: 'xtpt', file: constants.dataContent ?? 'json' }
      : { style: 'shanxi' },
  door: ({ constants }) =>
    `${constants.dataForm} ${constants.dataContent ?? 'json'}, digest in the ${constants.digestPlace}`,
  replies: (native, words, place) => {
    const response =
      native === 'ALIEN'
        ? replyOf('{"done":true}')
        : native === 'REPLY_DIGEST'
          ? unsigned('9999', words, place)
          : signed(native, words, place);
    return ['retail-sale.submit', 'event-status'].map((operation) => ({ operation, response }));
  },
};

function signed(code: string, words: string, place: ReplyPlace): NativeResponse {
  if (place.context.profile.constants.replyDigestPlace === 'header') {
    const body = JSON.stringify({ success: false, msg_code: code, msg_info: words });
    return replyOf(body, 200, { 'x-digest': sm3(body + secret) });
  }
  const eventID = place.input.ids.record.eventId ?? '';
  return replyOf({ eventID, code, message: words, digest: sm3(`${eventID}${code}${words}${secret}`) });
}

function unsigned(code: string, words: string, { input }: ReplyPlace): NativeResponse {
  return replyOf({ eventID: input.ids.record.eventId, code, message: words, success: false, msg_code: code });
}

function sm3(text: string): string {
  return createHash('sm3').update(text, 'utf8').digest('hex');
}
