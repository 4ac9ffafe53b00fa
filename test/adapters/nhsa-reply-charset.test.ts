import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { contextOf, openRegion, type Region, type RegionRig } from './nhsa-regions.ts';
import { batchNumbersOf, delivery, event, operation, response } from './nhsa-support.ts';

const account = { ak: 'paas-demo-000001', sk: 'secret-demo-0001', code: 'P43010000001', name: '追溯通演示药店一' };
const region: Region = {
  profile: 'nhsa/150000-inner-mongolia',
  simulator: { transport: 'plain', apiKeyHeader: 'apikey', accounts: [account] },
  credentials: { api_key: account.sk },
  settings: { replyCharset: 'gbk' },
};

function numbered(name: string, at: Region = region) {
  const bare = delivery(1, { deliveryId: name, event: event(1, { documentNo: name }) });
  return { ...bare, ids: operation('retail-sale.submit').businessIds?.(bare, contextOf(at)) ?? bare.ids };
}

describe('a platform that answers in GBK and calls it UTF-8', () => {
  let rig: RegionRig;
  beforeAll(async () => {
    rig = await openRegion(region);
    rig.simulator.setFault({ fault: 'gbk', times: 1_000 });
  });
  afterAll(() => rig.close());

  test('books a sale, refuses it the second time, and is understood both times', async () => {
    const input = numbered('XS500');
    expect(await rig.call('retail-sale.submit', input)).toMatchObject({ type: 'ok', items: [{ ok: true }] });
    expect(rig.simulator.ledger().map(({ key }) => key)).toEqual(batchNumbersOf(input));
    const again = await rig.call('retail-sale.submit', input);
    expect(again).toMatchObject({
      fault: { category: 'already-accepted', nativeMessage: expect.stringMatching(/[\u4e00-\u9fff]{2}/) },
    });
  });

  test('is not understood where the link says nothing of it: the sale is booked all the same, and asked after', async () => {
    const strict = await openRegion({ ...region, settings: {} });
    strict.simulator.setFault({ fault: 'gbk', times: 1_000 });
    const outcome = await strict.call('retail-sale.submit', numbered('XS501'));
    const booked = strict.simulator.ledger();
    await strict.close();
    expect(outcome).toMatchObject({ fault: { category: 'contract-broken', code: 'NHSA_REPLY_UNREADABLE' } });
    expect(booked).toHaveLength(1);
  });
});

/** 汉 (BABA), 丂 (8140: a second byte that is @), 誠 (D55C: one that is a backslash). */
const words = '汉丂誠成功';
const reply = (message: string) => `{"infcode":-1,"err_msg":"${message}","output":null}`;
const refusedWith = (body: Uint8Array) => {
  const outcome = operation('retail-sale.submit').parseResponse(response(body), contextOf(region), numbered('XS502'));
  return outcome.type === 'fault' ? [outcome.fault.code, outcome.fault.nativeMessage] : [outcome.type];
};

test('GBK is read to the letter, second bytes that look like ASCII too', () => {
  const bytes = iconv.encode(reply(words), 'gbk');
  expect(bytes.includes(Buffer.from('baba8140d55c', 'hex'))).toBe(true);
  expect(refusedWith(bytes)).toEqual(['NHSA_REFUSED', words]);
});

test('a character of four bytes (GB18030) is read, too', () => {
  expect(refusedWith(iconv.encode(reply('𠮷'), 'gb18030'))).toEqual(['NHSA_REFUSED', '𠮷']);
});

test.each([
  ['a first byte alone', Buffer.concat([Buffer.from('{"infcode":0,"x":"'), Buffer.of(0xba), Buffer.from('"}')])],
  ['UTF-8 of three bytes a character', Buffer.from(reply('成'))],
  [
    'a byte that no character begins with',
    Buffer.concat([Buffer.from('{"infcode":0,"x":"'), Buffer.of(0xff), Buffer.from('"}')]),
  ],
])('%s is no GBK and proves nothing', (_, body) => {
  expect(refusedWith(body)).toEqual(['NHSA_REPLY_UNREADABLE', '']);
});
