import { createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { adapters, simulators } from '../../adapters/index.ts';
import { regulatorJsonAdapter } from '../../adapters/regulator-json/index.ts';
import { unzipOne } from '../../adapters/regulator-json/simulator/unzip.ts';
import {
  build,
  context,
  delivery,
  demo,
  dialect,
  EVENT_ID,
  event,
  line,
  PROCESS_ID,
  parse,
  parseXtpt,
  report,
  SECRET,
  SUBMIT,
  shanxi,
  sm3,
  xtpt,
  xtptXml,
} from './regulator-json-support.ts';

const sold = {
  orgName: '演示药店',
  regionCode: '140105',
  billNo: 'XS1',
  saleTime: '2026-11-22 23:10:05',
  items: [
    {
      drugName: '阿莫西林"胶囊" & 片',
      batchNo: 'L1',
      expireDate: '2027-01-31',
      quantity: '1',
      unit: '盒',
      traceCodes: ['81234560000000000001'],
    },
  ],
};

const body = (input = delivery(), changes = {}) => JSON.parse(String(build(SUBMIT, input, changes).body));

describe('report in the manner of 山西', () => {
  test('a sale goes out exactly so: coded lines only, nothing about the buyer, SM3 over event, sender, time, data and secret', () => {
    const digest = sm3(`${EVENT_ID}91140100DEMK0000012026-11-23 00:30:00${JSON.stringify(sold)}${SECRET}`);
    expect(body()).toEqual({
      eventID: EVENT_ID,
      eventType: 'RETAIL_SALE',
      senderCode: '91140100DEMK000001',
      sendTime: '2026-11-23 00:30:00',
      data: sold,
      digest,
    });
    expect(String(build(SUBMIT, delivery()).body)).not.toMatch(/张三|11010519491231002X/);
    expect(build(SUBMIT, delivery())).toMatchObject({
      method: 'POST',
      path: '',
      headers: { 'content-type': 'application/json;charset=utf-8' },
      attemptIds: { processId: PROCESS_ID, sentAt: '2026-11-23T00:30:00+08:00' },
    });
  });

  test('a return names the sale', () => {
    const back = report({ kind: 'retail-return', documentNo: 'TH1', original: { documentNo: 'XS1' } });
    expect(JSON.parse(String(build('retail-return.submit', back).body))).toMatchObject({
      eventType: 'RETAIL_RETURN',
      data: { billNo: 'TH1', originalBillNo: 'XS1', returnTime: '2026-11-22 23:10:05' },
    });
  });

  test('an HMAC, upper case, in a header, over the body as it goes out', () => {
    const profile = dialect(demo, {
      digest: 'hmac-sha256',
      digestEncoding: 'hex-upper',
      digestPlace: 'header',
      digestName: 'X-Sign',
      signingString: 'body',
    });
    const request = build(SUBMIT, delivery(), { profile });
    const mac = createHmac('sha256', SECRET).update(String(request.body)).digest('hex').toUpperCase();
    expect(request.headers['X-Sign']).toBe(mac);
    expect(JSON.parse(String(request.body))).not.toHaveProperty('digest');
  });

  test('no digest, where a profile wants none; then no secret is needed', () => {
    const profile = dialect(demo, { digestPlace: 'none', replyDigestPlace: 'none' });
    const institution = { ...context().institution, credentials: {} };
    expect(body(delivery(), { profile, institution })).not.toHaveProperty('digest');
    const unsigned = { eventID: EVENT_ID, code: '0000', receiptNo: 'YJ1' };
    expect(parse(SUBMIT, unsigned, { profile, institution })).toEqual({ type: 'ok', receipt: 'YJ1' });
  });

  test.each([
    ['digest', 'sm4'],
    ['digestPlace', 'query'],
    ['digestName', undefined],
    ['signingString', 'field.eventID bodies'],
    ['dataForm', 'rar'],
  ])('a profile with a wrong %s sends nothing', (name, value) => {
    expect(() => build(SUBMIT, delivery(), { profile: dialect(demo, { [name]: value }) })).toThrow(TypeError);
  });

  test.each([
    ['no secret', delivery(), { institution: { ...context().institution, credentials: {} } }, 'IDENTITY_INCOMPLETE'],
    ['no stored event id', delivery({ ids: { record: {}, items: [] } }), {}, 'BUSINESS_ID_MISSING'],
    ['no event', undefined, {}, 'EVENT_MISSING'],
  ])('%s is refused before it is sent', (_name, input, changes, code) => {
    expect(() => build(SUBMIT, input, changes)).toThrow(
      expect.objectContaining({ name: code === 'IDENTITY_INCOMPLETE' ? 'SetupError' : 'RequestError', code }),
    );
  });
});

describe('data forms', () => {
  const dataOf = (form: string) => body(delivery(), { profile: dialect(demo, { dataForm: form }) }).data;

  test('text, zip and gzip hold the same JSON, the same bytes at every try', () => {
    expect(JSON.parse(dataOf('text'))).toEqual(sold);
    expect(JSON.parse(String(gunzipSync(Buffer.from(dataOf('gzip-base64'), 'base64'))))).toEqual(sold);
    const { name, content } = unzipOne(Buffer.from(dataOf('zip-base64'), 'base64'));
    expect([name, JSON.parse(String(content))]).toEqual([`${EVENT_ID}.json`, sold]);
    expect(dataOf('zip-base64')).toBe(dataOf('zip-base64'));
  });
});

test('XML in the archive, by two constants: lists as repeated elements, text escaped', () => {
  const { data } = body(delivery(), { profile: xtptXml });
  const { name, content } = unzipOne(Buffer.from(data, 'base64'));
  expect(name).toMatch(/^[0-9a-f-]{36}\.xml$/);
  expect(content.toString('utf8')).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<dataset><documentType>SALE<\/documentType>.*<items><drugName>.*<traceCodes>[^<]+<\/traceCodes><\/items>.*<\/dataset>\n$/s,
  );
});

describe('the 协同平台 envelope', () => {
  test('has its seven members and the one that is spelt tiemstamp; the digest is in the header', () => {
    const request = build(SUBMIT, delivery(), { profile: xtpt });
    const sent = JSON.parse(String(request.body));
    expect(sent).toEqual({
      app_id: 'demo-xt-001',
      process_id: PROCESS_ID,
      event_id: EVENT_ID,
      event_type: '20',
      sub_type: '2017',
      usc_id: '91140100DEMK000001',
      tiemstamp: '2026-11-23 00:30:00',
      data: expect.stringMatching(/^UEsDB/),
    });
    expect(request.headers['X-Digest']).toBe(sm3(String(request.body) + SECRET));
    const { content } = unzipOne(Buffer.from(sent.data, 'base64'));
    expect(JSON.parse(String(content))).toMatchObject({
      documentType: 'SALE',
      documentNo: 'XS1',
      items: [{ quantity: '1' }],
    });
  });

  test('true with a right digest is accepted; nothing else is', () => {
    const yes = { success: true, msg_code: 'SUCCESS', msg_info: '成功' };
    expect(parseXtpt(SUBMIT, yes)).toEqual({ type: 'ok' });
    expect(parseXtpt(SUBMIT, yes, sm3('other'))).toMatchObject({ fault: { code: 'REGULATOR_REPLY_DIGEST_WRONG' } });
    expect(parseXtpt(SUBMIT, `${JSON.stringify(yes)} `, sm3(JSON.stringify(yes) + SECRET))).toMatchObject({
      fault: { code: 'REGULATOR_REPLY_DIGEST_WRONG' },
    });
    for (const success of ['true', 1, null, 'SUCCESS']) {
      expect(parseXtpt(SUBMIT, { ...yes, success })).toMatchObject({ fault: { category: 'contract-broken' } });
    }
    expect(parseXtpt(SUBMIT, { success: false, msg_code: '2002', msg_info: 'x' })).toMatchObject({
      fault: { category: 'rejected', nativeCode: '2002' },
    });
    expect(parseXtpt(SUBMIT, { success: false, msg_code: 'X' })).toMatchObject({
      fault: { category: 'unknown-outcome' },
    });
    for (const success of [true, false])
      expect(parseXtpt(SUBMIT, { success })).toMatchObject({ fault: { category: 'contract-broken' } });
  });
});

describe('event ids', () => {
  test('are GUIDs made of the document: the same at every try, another for anything else', () => {
    const id = (changes = {}, part = { index: 0, count: 1 }, ctx = context()) =>
      report(changes, part, ctx).ids.record.eventId;
    const other = context({
      institution: { ...context().institution, identity: { uscId: '91140100DEMK000002', appId: 'x' } },
    });
    expect(id()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id()).toBe(id({ lines: [line('81234560000000000009')] }));
    const all = [
      id(),
      id({ documentNo: 'XS2' }),
      id({ kind: 'retail-return' }),
      id({}, { index: 0, count: 2 }),
      id({}, { index: 1, count: 2 }),
      id({}, { index: 0, count: 1 }, other),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('are not made for an event without a code', () => {
    const lines = event().lines.map((one) => ({ ...one, codes: [] }));
    expect(() => report({ lines })).toThrow(expect.objectContaining({ code: 'NO_CODE_FOR_PLATFORM' }));
  });
});

test('every write has an enquiry and a table; every fault says what to do in both languages', () => {
  for (const { id, effect, enquiry } of Object.values(regulatorJsonAdapter.operations)) {
    if (effect !== 'write') continue;
    expect(regulatorJsonAdapter.operations[String(enquiry)]?.effect).toBe('read');
    for (const profile of [shanxi, demo]) expect(profile.operations).toContain(id);
  }
  for (const { message, hint } of [...regulatorJsonAdapter.faults, ...demo.faults]) {
    expect([message.zh, message.en, hint.zh, hint.en].every((text) => text.length > 0)).toBe(true);
  }
  expect(adapters['regulator-json']).toBe(regulatorJsonAdapter);
  expect(simulators['regulator-json']).toBeDefined();
});

test('scrub masks the secret, the digests and personal numbers', () => {
  const { headers, body: sent } = build(SUBMIT, delivery(), { profile: xtpt });
  const text = `${JSON.stringify(headers)} ${String(build(SUBMIT, delivery()).body)} {"secret":"${SECRET}"} 13800138000`;
  const scrubbed = regulatorJsonAdapter.scrub(text);
  for (const hidden of [
    headers['X-Digest'] ?? '',
    JSON.parse(String(build(SUBMIT, delivery()).body)).digest,
    SECRET,
    '13800138000',
  ])
    expect(scrubbed).not.toContain(hidden);
  expect(scrubbed).toContain(EVENT_ID);
  expect(sent).toBeDefined();
});
