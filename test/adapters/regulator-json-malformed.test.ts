import { describe, expect, test } from '@jest/globals';
import { alienBodies } from './alien-bodies.ts';
import { EVENT_ID, parse, parseXtpt, signed } from './regulator-json-support.ts';

const good = signed({ code: '0000', receiptNo: 'YJ1', state: 'ACCEPTED' });
const text = JSON.stringify(good);
const changed = (changes: Record<string, unknown>) => JSON.stringify({ ...good, ...changes });

const forAll: Array<[string, string | Uint8Array]> = [
  ...alienBodies(),
  ['no code', changed({ code: undefined })],
  ['code empty', changed({ code: '' })],
  ['code as number', changed({ code: 0 })],
  ['code as list', changed({ code: ['0000'] })],
  ['code true', changed({ code: true })],
  ['code null', changed({ code: null })],
  ['code twice', text.replace('{', '{"code":"2002",')],
  ['code changed after signing', text.replace('"0000"', '"0000 "')],
  ['no digest', changed({ digest: undefined })],
  ['digest empty', changed({ digest: '' })],
  ['digest null', changed({ digest: null })],
  ['digest as list', changed({ digest: [good.digest] })],
  ['digest in upper case', changed({ digest: String(good.digest).toUpperCase() })],
  ['digest cut short', changed({ digest: String(good.digest).slice(0, -1) })],
  ['digest of another receipt', changed({ receiptNo: 'YJ2' })],
  ['digest made without the secret', JSON.stringify(signed({ code: '0000', receiptNo: 'YJ1', state: 'ACCEPTED' }, ''))],
  ['no event', changed({ eventID: undefined })],
  [
    'another event, rightly signed',
    JSON.stringify(signed({ eventID: EVENT_ID.replace('1', '2'), code: '0000', state: 'ACCEPTED' })),
  ],
  [
    'the event in upper case, rightly signed',
    JSON.stringify(signed({ eventID: `${EVENT_ID}A`, code: '0000', state: 'ACCEPTED' })),
  ],
  ['cut short', text.slice(0, -1)],
  ['two answers', text + text],
  ['in a list', `[${text}]`],
  ['in data', `{"data":${text}}`],
  ['as text in JSON', JSON.stringify(text)],
  ['under __proto__', `{"__proto__":${text}}`],
];

describe('malformed replies prove nothing', () => {
  test('there are at least 40 of them', () => {
    expect(forAll.length).toBeGreaterThanOrEqual(40);
  });

  test.each(forAll)('to a report: %s', (_name, body) => {
    expect(parse('retail-sale.submit', body)).toMatchObject({ type: 'fault', fault: { category: 'contract-broken' } });
  });

  test.each(forAll)('to an enquiry: %s', (_name, body) => {
    expect(parse('event-status', body)).toMatchObject({ type: 'fault', fault: { category: 'contract-broken' } });
  });

  test.each(alienBodies().filter(([, body]) => typeof body === 'string'))(
    'rightly signed, in the 协同平台 form: %s',
    (_name, body) => {
      expect(parseXtpt('retail-sale.submit', body)).toMatchObject({
        type: 'fault',
        fault: { category: 'contract-broken', code: 'REGULATOR_ALIEN_REPLY' },
      });
    },
  );

  test('the reply they are made from is a success', () => {
    expect(parse('retail-sale.submit', text)).toEqual({ type: 'ok', receipt: 'YJ1' });
    expect(parse('event-status', text)).toEqual({ type: 'ok', receipt: 'YJ1' });
  });
});
