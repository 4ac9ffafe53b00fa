import { expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { contextOf, type Region } from './nhsa-regions.ts';
import { built, delivery, event } from './nhsa-support.ts';

const shenzhen: Region = { profile: 'nhsa/440300-shenzhen', simulator: {}, credentials: {} };
const withSettings = (settings: Readonly<Record<string, unknown>>) => contextOf({ ...shenzhen, settings });
const textOf = (body: unknown): string =>
  body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : String(body);
const named = (operatorName: string) => ({ ...delivery(1), event: event(1, { operator: { name: operatorName } }) });

test('a document: declaration, root, one element for each member, lists repeated', () => {
  const request = built('retail-sale.submit', delivery(2), contextOf(shenzhen));
  const text = textOf(request.body);
  expect(request.headers).toEqual({ 'content-type': 'text/xml; charset=utf-8' });
  expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><input><infno>3505A<\/infno>/);
  expect(text).toContain('<mdtrtarea_admvs>440300</mdtrtarea_admvs>');
  expect(text.match(/<selinfoDetail>/g)).toHaveLength(2);
  expect(text.match(/<drugtracinfo><drug_trac_codg>\d{20}<\/drug_trac_codg><\/drugtracinfo>/g)).toHaveLength(2);
});

test('rows within their list, under the root and the row name of the link', () => {
  const at = withSettings({ xmlRoot: 'ROOT', xmlRow: 'row' });
  expect(textOf(built('retail-sale.submit', delivery(2), at).body)).toMatch(
    /<ROOT>.*<input><selinfoDetail><row>.*<\/row><row>.*<\/row><\/selinfoDetail><\/input><\/ROOT>$/,
  );
});

test('a SOAP call: one text argument, the names of the link, its SOAPAction', () => {
  const at = withSettings({
    bodyForm: 'soap-json',
    soapOperation: 'UpInhospInfo',
    soapArgument: 'inJson',
    soapNamespace: 'urn:x?a=1&b=2',
    soapAction: 'urn:up',
  });
  const request = built('probe', undefined, at);
  expect(request.headers).toMatchObject({ soapaction: '"urn:up"' });
  expect(textOf(request.body)).toMatch(
    /<q:UpInhospInfo xmlns:q="urn:x\?a=1&amp;b=2"><inJson>\{"infno":"3513".*\}<\/inJson><\/q:UpInhospInfo>/,
  );
});

test('markup in a text stays text', () => {
  const text = textOf(built('retail-sale.submit', named('<a> & ]]> "b"'), contextOf(shenzhen)).body);
  expect(text).toContain('<sel_retn_opter_name>&lt;a&gt; &amp; ]]&gt; "b"</sel_retn_opter_name>');
});

test('GBK where the front reads it; what GBK cannot hold is refused, never a question mark', () => {
  const at = withSettings({ xmlCharset: 'gbk' });
  const { body, headers } = built('retail-sale.submit', named('王店员'), at);
  expect(headers['content-type']).toBe('text/xml; charset=gbk');
  expect(iconv.decode(Buffer.from(body as Uint8Array), 'gbk')).toMatch(/encoding="GBK".*王店员/);
  expect(() => built('retail-sale.submit', named('😀'), at)).toThrow(
    expect.objectContaining({ code: 'NHSA_TEXT_NOT_ENCODABLE' }),
  );
});

test.each(['\u0001', '\ud800', '\ufffe'])(
  'a character that no XML holds is refused by the name of its field',
  (character) => {
    expect(() => built('retail-sale.submit', named(`王${character}`), contextOf(shenzhen))).toThrow(
      expect.objectContaining({ code: 'NHSA_TEXT_NOT_XML', message: expect.stringContaining('sel_retn_opter_name') }),
    );
  },
);

test('names that could break out of an element are refused by the settings', () => {
  const check = compileSchema(nhsaAdapter.settingsSchema);
  expect(check({ bodyForm: 'soap-xml', xmlRoot: 'input', xmlRow: '', soapNamespace: 'urn:a' })).toEqual([]);
  for (const bad of ['a b', 'a>', '<a', 'a:b', '1a', 'a"']) expect(check({ soapOperation: bad })).toHaveLength(1);
  for (const bad of ['urn:"x', 'urn:<x>', 'a b']) expect(check({ soapNamespace: bad })).toHaveLength(1);
});

test('a person in a message within a message is masked', () => {
  const json = '{"output":"{\\"psn_name\\":\\"参保人甲\\",\\"rid\\":\\"1\\"}"}';
  const soap = '<inJson>{"psn_name":"参保人甲"}</inJson><r>{&quot;psn_name&quot;:&quot;参保人甲&quot;}</r>';
  const xml = '<psn_name>参保人甲</psn_name><inXml>&lt;psn_name&gt;参保人甲&lt;/psn_name&gt;&lt;rid&gt;1</inXml>';
  for (const text of [json, soap, xml]) expect(nhsaAdapter.scrub(text)).not.toContain('参保人甲');
  expect(nhsaAdapter.scrub(json)).toContain('rid');
  expect(nhsaAdapter.scrub(xml)).toContain('&lt;rid&gt;1');
});
