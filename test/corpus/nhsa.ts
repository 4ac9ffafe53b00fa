import iconv from 'iconv-lite';
import type { DeliveryInput } from '../../adapters/contract/index.ts';
import type { Family } from './family.ts';
import { type Expectation, http, inBody, type MalformedReply } from './reply.ts';

const contentType = 'application/json;charset=UTF-8';
const unreadable = 'contract-broken/NHSA_REPLY_UNREADABLE';
const unrecognised = 'contract-broken/NHSA_REPLY_UNRECOGNISED';
const rowsMissing = 'unknown-outcome/NHSA_ROWS_MISSING';
const refused = 'rejected/NHSA_REFUSED';
const contradictory = 'unknown-outcome/NHSA_RESULT_CONTRADICTORY';

/** The medical-insurance platform of Hunan: JSON, infcode first, then retRslt per row (湖南 V1.1.27 §3505A). */
export const nhsa: Family = {
  link: 'nhsa-hunan',
  config: 'sandbox.yaml',
  identity: { fixmedins_code: 'P43010000001', fixmedins_name: '追溯通演示药店一', opter: '001', opter_name: '王店员' },
  credentials: { ak: 'ak-demo-hn-001', sk: 'sk-demo-hn-001' },
  session: { values: { sign_no: 'QD0001' }, expiresAt: Number.MAX_SAFE_INTEGER },
  contentType,
  foreign: [
    '<?xml version="1.0"?><output><infcode>0</infcode><retRslt>1</retRslt></output>',
    `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${'<infcode>0</infcode>'.repeat(5850)}</Body></Envelope>`,
  ],
  unreadable,
  unrecognised,
  // Any 2xx goes on to the body, which says nothing there.
  ownStatuses: { 204: unreadable, 205: unreadable, 206: unreadable },
  success: 'ok',
  good: (input, receipt) => inBody(envelope('0', output(rowsOf(input)), receipt), contentType),
  proven(proof, input) {
    const root = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(proof));
    if (Number(root.infcode) !== 0 || !['number', 'string'].includes(typeof root.infcode) || root.infcode === '')
      return [];
    const content = typeof root.output === 'string' ? JSON.parse(root.output) : root.output;
    const rows = [content.selinfoDetail].flat();
    return input.ids.items.flatMap(({ key, ids }) => {
      const own = rows.filter((row) => String(row.fixmedins_bchno) === ids.fixmedins_bchno);
      return own.length > 0 && own.every((row) => String(row.retRslt).trim() === '1') ? [key] : [];
    });
  },
  cases,
};

interface Row {
  readonly fixmedins_bchno: string | undefined;
  readonly retRslt: unknown;
  readonly msgRslt: string;
  readonly medins_prod_sel_no: string;
}

function rowsOf({ ids }: DeliveryInput): Row[] {
  return ids.items.map((item, index) => ({
    fixmedins_bchno: item.ids.fixmedins_bchno,
    retRslt: '1',
    msgRslt: '成功',
    medins_prod_sel_no: `XS${index}`,
  }));
}

const output = (rows: readonly unknown[]): string => JSON.stringify({ selinfoDetail: rows });

/** @param infcode as literal text, @param content of `output`, as literal text */
function envelope(infcode: string, content: string, receipt = '430100202607012000000000000001'): string {
  return `{"infcode":${infcode},"inf_refmsgid":"${receipt}","refmsg_time":"20260701200000000","err_msg":"","output":${content}}`;
}

function cases(input: DeliveryInput): MalformedReply[] {
  const rows = rowsOf(input);
  const [first = rows[0], second = rows[1]] = rows;
  const good = output(rows);
  const entry = (name: string, body: string | Uint8Array, expect: Expectation): MalformedReply => ({
    name,
    reply: http(body, { 'content-type': contentType }),
    expect,
  });
  const infcode = (literal: string, expect: Expectation) =>
    entry(`infcode ${literal}`, envelope(literal, good), expect);
  const content = (name: string, literal: string, expect: Expectation = unrecognised) =>
    entry(`output ${name}`, envelope('0', literal), expect);
  const rowSet = (name: string, list: readonly unknown[], expect: Expectation = rowsMissing) =>
    entry(`rows ${name}`, envelope('0', output(list)), expect);
  const result = (value: unknown, expect: Expectation = rowsMissing) =>
    rowSet(`with retRslt ${JSON.stringify(value)}`, [first, { ...second, retRslt: value }], expect);
  const plain = JSON.stringify(JSON.parse(envelope('0', good)));

  return [
    ...['null', '""', '" "', 'true', 'false', '[0]', '[]', '{}', '{"value":0}'].map((it) => infcode(it, unrecognised)),
    infcode('-1', refused),
    ...['1', '0.5', '1e-400000', '"OK"', '"0x0"', '200', '-0.1'].map((it) => infcode(it, contradictory)),
    infcode('99999999999999999999', contradictory),
    infcode('1e999999', contradictory),
    infcode(`1${'0'.repeat(100_000)}`, contradictory),
    infcode('0x0', unreadable),
    infcode('00', unreadable),
    entry('infcode missing', plain.replace('infcode', 'code_'), unrecognised),
    entry('infcode in capitals', plain.replace('infcode', 'INFCODE'), unrecognised),
    entry('infcode only under __proto__', `{"__proto__":${plain}}`, unrecognised),
    entry('infcode only under constructor', `{"constructor":{"prototype":${plain}}}`, unrecognised),
    entry('infcode only in output', `{"output":${plain}}`, unrecognised),
    entry('infcode twice, failure first', plain.replace('{', '{"infcode":-1,'), unreadable),
    entry('infcode twice, failure last', plain.replace(/}$/, ',"infcode":-1}'), unreadable),
    entry('infcode twice, once escaped', plain.replace('{', '{"\\u0069nfcode":-1,'), unreadable),
    entry('output twice', plain.replace(/}$/, ',"output":null}'), unreadable),
    entry('the reply in a list', `[${plain}]`, unrecognised),
    entry('the reply as a text', JSON.stringify(plain), unrecognised),
    entry('success of the gateway', '{"code":0,"message":"success"}', 'unknown-outcome/NHSA_GATEWAY_ERROR'),
    entry('refusal of the gateway', '{"code":401,"message":"签名错误"}', 'auth/NHSA_SIGNATURE_REFUSED'),
    entry('an empty object', '{}', unrecognised),
    entry('a bare null', 'null', unrecognised),
    entry('a bare number', '0', unrecognised),
    entry('two byte order marks', `\uFEFF\uFEFF${plain}`, unreadable),
    entry('GBK', iconv.encode(envelope('0', good), 'gbk'), unreadable),
    entry(
      'UTF-8 broken by one byte',
      Buffer.concat([Buffer.from(plain.slice(0, -2)), Buffer.of(0xff, 0x7d, 0x7d)]),
      unreadable,
    ),
    entry('UTF-8 with a surrogate', Buffer.from(`${plain.slice(0, -1)},"x":"\xed\xa0\x80"}`, 'latin1'), unreadable),
    entry('UTF-8 in overlong form', Buffer.from(`${plain.slice(0, -1)},"x":"\xc0\x80"}`, 'latin1'), unreadable),
    entry('a raw line end in a text', plain.replace('成功', 'a\nb'), unreadable),
    entry('single quotes', plain.replaceAll('"', "'"), unreadable),
    entry('a comment', `${plain}/* ok */`, unreadable),
    content('missing', 'null'),
    content('an empty text', '""'),
    content('an empty object', '{}'),
    content('a list', '[]'),
    content('true', 'true'),
    content('encrypted', '"TfE08+QGYsblvi9h04zMW7OSyRmsQ9b2gjsU/bbouLc="'),
    content('a text of JSON cut short', JSON.stringify(good.slice(0, -1))),
    content('a text of JSON with a member twice', JSON.stringify(good.replace('{', '{"selinfoDetail":[],'))),
    content('100 levels deep', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, unreadable),
    content('with a batch verdict that denies the rows', good.replace('{', '{"retRslt":"0",')),
    content('with rows under __proto__', `{"__proto__":${good}}`),
    content('with rows that are no list', '{"selinfoDetail":"1"}'),
    content('with rows null', '{"selinfoDetail":null}'),
    content('with rows of texts', '{"selinfoDetail":["1","1"]}'),
    content('of the national form', '{"result":{"retRslt":"1","msgRslt":""}}'),
    rowSet('none', []),
    rowSet('one of two', [first]),
    rowSet('of another document', [
      { ...first, fixmedins_bchno: 'X1' },
      { ...second, fixmedins_bchno: 'X2' },
    ]),
    rowSet('without numbers', [{ retRslt: '1' }, { retRslt: '1' }]),
    rowSet('with a number cut short', [first, { ...second, fixmedins_bchno: second?.fixmedins_bchno?.slice(0, -1) }]),
    rowSet('one of them twice', [first, first]),
    rowSet('that contradict each other', [first, second, { ...second, retRslt: '0' }]),
    rowSet(
      'with numbers in lists',
      rows.map((row) => ({ ...row, fixmedins_bchno: [row.fixmedins_bchno] })),
    ),
    ...[null, '', true, 'true', ['1'], {}, '01', '2', 'Y', '成功', 11, 1.5, '1 1'].map((value) => result(value)),
    entry('rows with retRslt twice', envelope('0', good.replace('"retRslt"', '"retRslt":"0","retRslt"')), unreadable),
    rowSet(
      'all refused',
      rows.map((row) => ({ ...row, retRslt: '0', msgRslt: '商品编码错误' })),
      'rejected/NHSA_ROW_REFUSED',
    ),
  ];
}
