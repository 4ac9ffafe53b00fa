import { describe, expect, test } from '@jest/globals';
import { childOf, childText, parseXml, XmlInvalid } from '../../adapters/kit/xml.ts';
import { XmlRefused } from '../../adapters/kit/xml-guard.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('XML of replies (each test names a trap of xml2js 0.6)', () => {
  test('reads elements, attributes and text', () => {
    const node = parseXml('<?xml version="1.0"?><Result><Row lineNo="1"><Code>0</Code></Row>\n</Result>');
    expect(node.name).toBe('Result');
    const row = childOf(node, 'Row');
    expect(row?.attributes.lineNo).toBe('1');
    expect(row && childText(row, 'Code')).toBe('0');
  });

  test('the shape does not change between one and two elements', () => {
    const one = parseXml('<r><i>1</i></r>');
    const two = parseXml('<r><i>1</i><i>2</i></r>');
    expect(one.children.i?.map((item) => item.text)).toEqual(['1']);
    expect(two.children.i?.map((item) => item.text)).toEqual(['1', '2']);
  });

  test('numbers stay text, digit for digit', () => {
    const node = parseXml('<r><a>007</a><b>81234567890123456789</b><c>1.50</c><d>true</d></r>');
    expect(['a', 'b', 'c', 'd'].map((name) => childText(node, name))).toEqual([
      '007',
      '81234567890123456789',
      '1.50',
      'true',
    ]);
  });

  test.each(['', '   ', '\n', '\uFEFF', '<?xml version="1.0"?>', '<!-- only -->'])(
    'no document in %j is an error',
    (text) => {
      expect(() => parseXml(text)).toThrow(XmlInvalid);
    },
  );

  test.each(['<a>1</a><b>2</b>', '<a/><a/>', '<a/><b><c/></b>'])('a second root in %j is an error', (text) => {
    expect(() => parseXml(text)).toThrow('content behind the root element');
  });

  test.each([
    'not xml',
    '<a>',
    '<a></b>',
    '<a></b></c></d>',
    '<a>1</a>trailing',
    '<a b=1/>',
    '<a>&unknown;</a>',
    '<a><b></a></b>',
    '{"Code":0}',
    '<a',
  ])('%j is refused', (text) => {
    expect(() => parseXml(text)).toThrow(/XML refused|not well-formed|no root element|content behind/);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('an element or attribute named %s is refused', (name) => {
    expect(() => parseXml(`<r><${name}><polluted>1</polluted></${name}></r>`)).toThrow(XmlRefused);
    expect(() => parseXml(`<r ${name}="1"/>`)).toThrow(XmlRefused);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('elements named like members of Object are plain data', () => {
    const node = parseXml('<r><toString>1</toString><hasOwnProperty>2</hasOwnProperty><valueOf>3</valueOf></r>');
    expect(childText(node, 'toString')).toBe('1');
    expect(Object.getPrototypeOf(node.children)).toBeNull();
    expect(Object.getPrototypeOf(node.attributes)).toBeNull();
    expect(childText(parseXml('<r/>'), 'toString')).toBeUndefined();
  });

  test('no element can take the place of text or attributes', () => {
    const node = parseXml('<r x="1"><_>text</_></r>');
    expect(node.text).toBe('');
    expect(childText(node, '_')).toBe('text');
    expect(node.attributes).toEqual(Object.assign(Object.create(null), { x: '1' }));
  });

  test('entities and document types are refused', () => {
    const bomb = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>';
    expect(() => parseXml(bomb)).toThrow(XmlRefused);
    expect(() => parseXml('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')).toThrow(XmlRefused);
  });

  test('depth and size are bounded, and the bound is fast', () => {
    const started = performance.now();
    expect(() => parseXml('<a>'.repeat(400_000) + '</a>'.repeat(400_000))).toThrow(XmlRefused);
    expect(() => parseXml(`<a>${'<b/>'.repeat(60_000)}</a>`)).toThrow(XmlRefused);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('a repeated element is not silently the first: childText knows no single value', () => {
    expect(childText(parseXml('<r><Code>0</Code><Code>9999</Code></r>'), 'Code')).toBeUndefined();
  });

  test('CDATA, entities and blanks are text', () => {
    expect(childText(parseXml('<r><m> <![CDATA[a < b]]> &amp; c </m></r>'), 'm')).toBe('a < b & c');
  });

  test('bytes are decoded as declared, strictly', () => {
    const gbk = Uint8Array.of(
      ...bytes('<?xml version="1.0" encoding="GBK"?><m>'),
      0xb3,
      0xc9,
      0xb9,
      0xa6,
      ...bytes('</m>'),
    );
    expect(parseXml(gbk).text).toBe('成功');
    expect(parseXml(bytes('<m>成功</m>')).text).toBe('成功');
    expect(() => parseXml(Uint8Array.of(...bytes('<m>'), 0xb3, 0xc9, 0xb9, 0xa6, ...bytes('</m>')))).toThrow(
      'not utf-8',
    );
    expect(() => parseXml(bytes('<?xml version="1.0" encoding="utf-7"?><m/>'))).toThrow('encoding not supported');
  });
});
