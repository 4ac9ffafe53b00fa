import { describe, expect, test } from '@jest/globals';
import { alienBodies } from './alien-bodies.ts';
import { parse } from './mah-rest-support.ts';

const row = (lineNo: unknown, code: unknown = '0') => ({ lineNo, code, message: '' });
const both = [row('1'), row('3')];
const withData = (data: unknown) => JSON.stringify({ code: '0', message: 'ok', data });
const good = withData({ receiptNo: 'R1', rows: both });

const forAll: Array<[string, string | Uint8Array]> = [
  ...alienBodies(),
  ['code missing', '{"message":"ok","data":{"receiptNo":"R1","status":"ACCEPTED"}}'],
  ['code empty', '{"code":"","data":{"receiptNo":"R1","status":"ACCEPTED"}}'],
  ['code as number', good.replace('"code":"0"', '"code":0')],
  ['code as list', good.replace('"code":"0"', '"code":["0"]')],
  ['code as object', good.replace('"code":"0"', '"code":{"0":"0"}')],
  ['code true', good.replace('"code":"0"', '"code":true')],
  ['code null', good.replace('"code":"0"', '"code":null')],
  ['code in data', '{"data":{"code":"0","receiptNo":"R1","status":"ACCEPTED"}}'],
  ['code twice', good.replace('{"code":"0"', '{"code":"9999","code":"0"')],
  ['code in another case', good.replace('"code":"0"', '"Code":"0"')],
  ['cut short', good.slice(0, -1)],
  ['two answers', good + good],
  ['in a list', `[${good}]`],
  ['as text in JSON', JSON.stringify(good)],
  ['under __proto__', `{"__proto__":${good}}`],
  ['with a comment', `${good}//`],
];

const forReports: Array<[string, string]> = [
  ['no data', '{"code":"0","message":"ok"}'],
  ['data null', withData(null)],
  ['data a text', withData('R1')],
  ['data a list', withData([{ receiptNo: 'R1', rows: both }])],
  ['no receipt', withData({ rows: both })],
  ['receipt empty', withData({ receiptNo: '', rows: both })],
  ['receipt an object', withData({ receiptNo: {}, rows: both })],
  ['no rows', withData({ receiptNo: 'R1' })],
  ['rows empty', withData({ receiptNo: 'R1', rows: [] })],
  ['rows an object', withData({ receiptNo: 'R1', rows: { 1: row('1') } })],
  ['rows of texts', withData({ receiptNo: 'R1', rows: ['1', '3'] })],
  ['rows null', withData({ receiptNo: 'R1', rows: null })],
  ['a row missing', withData({ receiptNo: 'R1', rows: [row('1')] })],
  ['a row too many', withData({ receiptNo: 'R1', rows: [...both, row('4')] })],
  ['a row of another line', withData({ receiptNo: 'R1', rows: [row('1'), row('2')] })],
  ['a row twice', withData({ receiptNo: 'R1', rows: [row('1'), row('1')] })],
  ['a row without number', withData({ receiptNo: 'R1', rows: [row('1'), row(undefined)] })],
  ['a row without code', withData({ receiptNo: 'R1', rows: [row('1'), { lineNo: '3' }] })],
  ['a row with its code as number', withData({ receiptNo: 'R1', rows: [row('1'), row('3', 0)] })],
  ['a row number with a zero in front', withData({ receiptNo: 'R1', rows: [row('1'), row('03')] })],
  ['accepted, yet every row refused', withData({ receiptNo: 'R1', rows: [row('1', '2003'), row('3', '2003')] })],
  ['an answer to an enquiry', withData({ status: 'NOT_FOUND' })],
];

describe('malformed replies prove nothing', () => {
  test('there are at least 40 of them', () => {
    expect(forAll.length).toBeGreaterThanOrEqual(40);
  });

  test.each([...forAll, ...forReports])('to a report: %s', (_name, body) => {
    expect(parse('retail-sale.submit', body)).toMatchObject({
      type: 'fault',
      fault: { category: 'contract-broken', code: 'MAH_ALIEN_REPLY' },
    });
  });

  test.each(forAll)('to an enquiry: %s', (_name, body) => {
    expect(parse('query', body)).toMatchObject({ type: 'fault', fault: { category: 'contract-broken' } });
  });

  test('the reply they are made from is a success', () => {
    expect(parse('retail-sale.submit', good)).toMatchObject({ type: 'ok' });
  });
});
