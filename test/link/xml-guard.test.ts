import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultXmlLimits, guardXml, type XmlLimits, XmlRefused } from '../../adapters/kit/xml-guard.ts';

function refusal(text: string, limits: Partial<XmlLimits> = {}): string {
  try {
    guardXml(text, { ...defaultXmlLimits, ...limits });
    return 'passed';
  } catch (error) {
    return error instanceof XmlRefused ? error.reason : 'crashed';
  }
}

describe('guardXml', () => {
  test.each([
    '<?xml version="1.0" encoding="GBK"?>\n<a x="1" y=\'2\'><b/>text &amp; more<!-- <!DOCTYPE> in a comment --></a>',
    '<a><![CDATA[ <!DOCTYPE x> <__proto__> ]]></a>',
    '<a x="a > b"/>',
    '{"not":"xml"}',
    '',
  ])('lets through: %s', (text) => expect(refusal(text)).toBe('passed'));

  const refused: ReadonlyArray<readonly [string, string, string]> = [
    ['doctype', 'document type', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['doctype', 'in small letters', '<!doctype html><html/>'],
    ['doctype', 'entity declaration', '<a><!ENTITY e "x"></a>'],
    ['name', '__proto__ element', '<r><__proto__><a>1</a></__proto__></r>'],
    ['name', 'with a prefix', '<r><x:__proto__/></r>'],
    ['name', 'behind two prefixes', '<r><x:y:__proto__/></r>'],
    ['name', 'with attributes', '<r><constructor a="1"/></r>'],
    ['name', 'as attribute', '<r prototype="1"/>'],
    ['depth', '65 levels', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`],
    ['nodes', '50 001 elements', '<a/>'.repeat(50_001)],
    ['nodes', 'as attributes', `<a ${Array.from({ length: 50_001 }, (_, i) => `x${i}="1"`).join(' ')}/>`],
    ['nodes', 'as comments', '<!---->'.repeat(50_001)],
    ['namespaces', 'too many prefixes', Array.from({ length: 65 }, (_, i) => `<a xmlns:p${i}="u"/>`).join('')],
    ['size', 'beyond the limit', `<a>${'x'.repeat(2_097_152)}</a>`],
    ['character', 'NUL', '<a>\0</a>'],
    ['character', 'escape', '<a b="\u001B"/>'],
    ['attribute', 'given twice', '<a b="1" c="" b="2"/>'],
    ['unfinished', 'open comment', '<a><!-- x'],
    ['unfinished', 'open CDATA', '<a><![CDATA[ x'],
    ['unfinished', 'open tag', '<a x="1'],
    ['unfinished', 'markup inside an attribute', '<a x="<!--"><b/></a>'],
  ];
  test.each(refused)('refuses (%s) %s', (reason, _name, text) => expect(refusal(text)).toBe(reason));

  test('64 levels and closed siblings pass', () => {
    expect(refusal(`<r>${'<a>'.repeat(63)}${'</a>'.repeat(63)}${'<b></b>'.repeat(1000)}</r>`)).toBe('passed');
  });

  test('references only where asked for', () => {
    expect(refusal('<a href="#b" id="__proto__"/>')).toBe('passed');
    expect(refusal('<a href="#b"/>', { refuseReferences: true })).toBe('reference');
    expect(refusal('<a id="toString"/>', { refuseReferences: true })).toBe('reference');
    expect(refusal('<a id="b1"/>', { refuseReferences: true })).toBe('passed');
  });

  test('the refusal never quotes the text', () => {
    expect(() => guardXml('<张三/><__proto__/>')).toThrow(/^XML refused \(name\) at offset 5$/);
  });

  test('needs linear time for hostile text', () => {
    const hostile = [
      '<a '.repeat(500_000),
      '<a x="'.repeat(300_000),
      `<a${' x=""'.repeat(30_000)}`,
      '<'.repeat(2_000_000),
      '<!--'.repeat(500_000),
    ];
    const since = performance.now();
    for (const text of hostile) refusal(text);
    expect(performance.now() - since).toBeLessThan(1500);
  });

  test('property: whatever text comes, it passes or is refused', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '!',
      '--',
      '[CDATA[',
      ']]>',
      '<?',
      '?>',
      'a',
      ' ',
      '=',
      '"',
      "'",
      ':',
      '<!DOCTYPE',
      '__proto__',
      '中',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(refusal(pieces.join(''))).not.toBe('crashed');
      }),
      { numRuns: 2000 },
    );
  });
});
