import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { analyse, isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import type { RecognisedCode } from '../../mappings/model/index.ts';

const gs = '\u001d';
const rs = '\u001e';

function code(raw: string): RecognisedCode {
  const result = recognise(raw);
  if (isCodeProblem(result)) throw new Error(`${raw} was refused: ${result.problem}`);
  return result;
}

describe('a code that names no single pack says so, and is sent on as scanned', () => {
  test.each([
    ['production data of a device label', '1728013110LOT9', 'production'],
    ['the same, bracketed', '(17)280131(10)LOT9', 'production'],
    ['the same, announced', ']C11728013110LOT9', 'production'],
    ['with a serial but no product', '(11)260101(21)SN7', 'production'],
    ['what a case holds', '(02)06901234567892(37)12', 'content'],
    ['the same, without brackets', '02069012345678923712', 'content'],
    ['GTIN and lot', `010690123456789217280131${'10'}LOT9`, 'batch'],
    ['GTIN and expiry', '(01)06901234567892(17)280131', 'product'],
    ['GTIN and expiry behind a stand-in', ']C117280131{GS}0106901234567892', 'product'],
    ['a place', '(414)6901234567892', 'other'],
    ['HIBC secondary', '+$$52001510X3GD', 'production'],
    ['HIBC secondary with serial', '+$$+7SN1LP', 'production'],
    ['HIBC primary', '+A999123457', 'product'],
    ['HIBC with lot', '+A99912345/$$52001510X33', 'batch'],
    ['ICCBBA serial alone', '=,000025', 'production'],
    ['ICCBBA blood bag', '=)1TE123456A&)RZ12345678', 'batch'],
    ['MA device identifier', 'MA.156.M0.100204.13351764', 'product'],
    ['MA with lot', 'MA.156.M0.100204.13351764.L2026A', 'batch'],
    ['AHM with lot', 'MF1234567890123*BN2026A*ED280131', 'batch'],
    ['PPN with lot', `[)>${rs}06${gs}9N110375286414${gs}1T2026A${rs}\u0004`, 'batch'],
    ['an institution', 'H43028100255', 'institution'],
    ['an advertisement', 'https://example.cn/hello', 'page'],
  ])('%s: %s', (_name, raw, identifies) => {
    expect(code(raw)).toMatchObject({ raw, identifies });
    expect(code(raw).warnings).not.toHaveLength(0);
  });
});

describe('what names one pack, or may be a manufacturer’s own code, is followed', () => {
  test.each([
    '81853860111704596503',
    '(01)06901234567892(21)A1',
    '(00)106141412345678908',
    '(00)106141412345678908(02)06901234567892(37)12',
    '+A99912345/$$52001510X3/16D20111212/S77DEFG457',
    'MA.156.M0.100204.13351764.S0001',
    'MF1234567890123*SN0001',
    '=A99971312345600',
    '=/A9999XYZ100T0944=,000025',
    'WL20251122000001',
  ])('%s', (raw) => expect(code(raw)).not.toHaveProperty('identifies'));
});

describe('two labels of one pack give one normal form: product and serial', () => {
  test.each([
    [
      'MA.156.M0.100204.13351764.S0001',
      [
        'MA.156.M0.100204.13351764.L2026A.S0001',
        'MA.156.M0.100204.13351764.S0001.M260101.E280101',
        'ma.156.m0.100204.13351764.s0001',
        'https://udi.example.cn/q?c=MA.156.M0.100204.13351764.L2026A.S0001&v=1',
      ],
    ],
    ['MF1234567890123*SN0001', ['MF1234567890123*BA2026A*SN0001*ED280131']],
    ['=/A9999XYZ100T0944=,000025', ['=/A9999XYZ100T0944=,000025=>014032&,1LOT9', '=,000025=/A9999XYZ100T0944']],
    [
      '9N110375286414|S12345',
      [
        `[)>${rs}06${gs}9N110375286414${gs}1T2026A${gs}S12345${rs}\u0004`,
        '[)>{RS}06{GS}S12345{GS}9N110375286414{RS}{EOT}',
        '[)><RS>06<GS>9N110375286414<GS>S12345',
      ],
    ],
    [
      '+A99912345/$$+777DEFG45$',
      [
        '+A99912345/$$52001510X3/16D20111212/S77DEFG457',
        '*+A99912345/$$52001510X3/16D20111212/S77DEFG457*',
        '+a99912345/$$52001510x3/16d20111212/s77defg457',
        '+A99912345/S77DEFG45R',
      ],
    ],
  ])('%s', (value, labels) => {
    for (const label of [value, ...labels]) {
      expect(code(label)).toMatchObject({ raw: label, value });
      expect(code(label)).not.toHaveProperty('identifies');
    }
  });

  test('what was mended is told; a code between asterisks that does not prove itself is none of HIBC', () => {
    expect(code('*+A999123457*').warnings).toEqual(['ASTERISKS_REMOVED', 'WITHOUT_SERIAL']);
    expect(code('+a999123457').warnings).toEqual(['CASE_CONVERTED', 'WITHOUT_SERIAL']);
    expect(code('[)>{RS}06{GS}9N110375286414{GS}S1{RS}{EOT}').warnings).toEqual(['SEPARATOR_SPELLED_OUT']);
    expect(code('*+A999123458*')).toMatchObject({ kind: 'opaque' });
  });

  test('it reads itself, whatever product, serial and lot are', () => {
    const part = fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ'), minLength: 1, maxLength: 13 });
    fc.assert(
      fc.property(part, part, part, (item, serial, lot) => {
        const labels = [
          `MA.156.M0.100204.1${item}.S${serial}.L${lot}`,
          `MF${item}*SN${serial}*BA${lot}`,
          `[)>${rs}06${gs}9N${item}${gs}S${serial}${gs}1T${lot}`,
          `+A999${item}5/$$7${lot}/S${serial}0`,
          `+A999${item}5/$$7${lot}0`,
        ];
        for (const label of labels) {
          const { kind, value, identifies } = analyse(label);
          expect(analyse(value)).toMatchObject({ kind, value, identifies });
        }
      }),
    );
  });
});
