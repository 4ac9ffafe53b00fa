import { describe, expect, test } from '@jest/globals';
import { analyse } from '../../mappings/codes/index.ts';
import { readFixture } from './fixtures.ts';

interface UdiVector {
  readonly id: string;
  readonly op: 'parseICCBBA' | 'parseMA' | 'parseBracketed';
  readonly input: string;
  readonly valid: boolean;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly diCheckOk?: boolean;
  readonly piCheckOk?: boolean;
}
const udi = readFixture<UdiVector>('udi/udi.json');
const of = (op: UdiVector['op'], valid: boolean) =>
  udi
    .filter((vector) => vector.op === op && vector.valid === valid)
    .map((vector): [string, UdiVector] => [vector.input, vector]);
const given = (parts: object) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

describe('HIBC (vectors of the standard and of public examples; check characters computed mod 43)', () => {
  test.each([
    ['+A123BJC5D6E71G', { product: 'A123BJC5D6E7', level: '1' }],
    ['+A999123457', { product: 'A9991234', level: '5' }],
    ['+A99912345/$$52001510X33', { product: 'A9991234', expiresOn: '2020-01-15', lot: '10X3' }],
    ['+A99912345/$$52001510X3/16D20111212/S77DEFG457', { producedOn: '2011-12-12', serial: '77DEFG45', lot: '10X3' }],
    ['+A99912345/$$52001510X3/16D20111212/S77DE1G45-', { serial: '77DE1G45' }],
  ])('%s', (text, parts) => {
    expect(analyse(text)).toMatchObject({ kind: 'hibc', confidence: 'certain', parts, warnings: [] });
  });

  test('the secondary code alone names no product', () => {
    const analysis = analyse('+$$52001510X3GD');
    expect(analysis).toMatchObject({
      kind: 'hibc',
      identifies: 'production',
      parts: { expiresOn: '2020-01-15', lot: '10X3' },
    });
    expect(analysis.warnings).toEqual(['SECONDARY_CODE_ALONE']);
  });

  test('a wrong check character is told, and the code still read (an example of FDA and FHIR carries one)', () => {
    const text = '+H123PARTNO1234567890120/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202C';
    expect(analyse(text)).toMatchObject({
      kind: 'hibc',
      identifies: 'pack',
      confidence: 'likely',
      parts: {
        expiresOn: '2020-02-02',
        lot: 'LOT123456789012345',
        serial: 'XYZ456789012345678',
        producedOn: '2013-02-02',
      },
      warnings: ['CHECK_CHARACTER_WRONG'],
    });
  });

  test.each([
    ['+$$09053C001LC', { expiresOn: '2005-09-30', lot: '3C001' }],
    ['+$$20928053C001LX', { expiresOn: '2005-09-28' }],
    ['+$$30509283C001LX', { expiresOn: '2005-09-28' }],
    ['+$$4050928223C001LX', { expiresOn: '2005-09-28' }],
    ['+$$5052713C001LX', { expiresOn: '2005-09-28' }],
    ['+$$605271223C001LX', { expiresOn: '2005-09-28' }],
    ['+$$73C001LX', { lot: '3C001' }],
    ['+$$82409053C001LX', { quantity: '24', expiresOn: '2005-09-30' }],
    ['+$$90010009053C001LX', { quantity: '00100', expiresOn: '2005-09-30' }],
    ['+052713C001LX', { expiresOn: '2005-09-28', lot: '3C001' }],
    ['+$3C001LX', { lot: '3C001' }],
    ['+$+0001LX', { serial: '0001' }],
    ['+$$+09050001LX', { serial: '0001', expiresOn: '2005-09-30' }],
  ])('date, quantity and lot of %s', (text, parts) => expect(analyse(text).parts).toMatchObject(parts));
});

describe('ICCBBA', () => {
  test.each(of('parseICCBBA', true))('%s', (text, { expect: wanted }) => {
    const { deviceIdentifier, serial, lot, expiry, manufacture } = wanted;
    const analysis = analyse(text);
    expect(analysis).toMatchObject({
      kind: 'iccbba',
      parts: given({ product: deviceIdentifier, serial, expiresOn: expiry, producedOn: manufacture }),
    });
    // A lot of eighteen characters comes with a leading zero that the published row leaves out.
    if (typeof lot === 'string') expect(analysis.parts.lot).toMatch(new RegExp(`${lot}$`));
  });
});

describe('MA', () => {
  test.each(of('parseMA', true))('%s', (text, vector) => {
    const { di, serial, lot, manufacture, expiry } = vector.expect;
    const analysis = analyse(text);
    expect(analysis).toMatchObject({
      kind: 'ma',
      parts: given({ product: di, serial, lot, producedOn: manufacture, expiresOn: expiry }),
    });
    expect(!analysis.warnings.includes('CHECK_CHARACTER_WRONG')).toBe(vector.diCheckOk);
    if (vector.piCheckOk !== undefined) {
      expect(!analysis.warnings.includes('CHECK_OF_UNITS_WRONG')).toBe(vector.piCheckOk);
    }
  });

  test('in a web address and as XML', () => {
    const code = 'MA.156.M0.100204.13351764.S0001.L2026A';
    const value = 'MA.156.M0.100204.13351764.S0001';
    const parts = { lot: '2026A', serial: '0001' };
    for (const behind of ['', '&v=1', '#top']) {
      expect(analyse(`https://udi.example.cn/q?c=${code}${behind}`)).toMatchObject({ kind: 'ma', value, parts });
    }
    const xml = '<UDI IAC="MA"><DI>MA.156.M0.100204.13351764</DI><SN>0001</SN><LOT>2026A</LOT></UDI>';
    for (const prolog of ['', '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0"?>\n']) {
      expect(analyse(prolog + xml)).toMatchObject({ kind: 'ma', value, identifies: 'pack', parts });
    }
  });

  test.each(of('parseMA', false))('%s is none', (text) => expect(analyse(text).kind).not.toBe('ma'));
});

describe('UDI in GS1 form', () => {
  const judged = udi
    .filter(({ op }) => op === 'parseBracketed')
    .map((vector): [string, UdiVector] => [vector.input, vector]);
  test.each(judged)('%s', (text, { valid }) => {
    const { kind, confidence } = analyse(text);
    expect(kind === 'gs1' && confidence === 'certain').toBe(valid);
  });
});

test('AHM, as far as its grammar is known', () => {
  expect(analyse('MF1234567890123*BA2026A*SN0001*ED280131')).toMatchObject({
    kind: 'ahm',
    identifies: 'pack',
    confidence: 'possible',
    parts: { product: 'MF1234567890123', lot: '2026A', serial: '0001', expiresOn: '2028-01-31' },
  });
});

describe('IFA and GS1 in an envelope of ISO/IEC 15434', () => {
  test('PPN of PZN 03752864 with serial, lot and expiry', () => {
    const text = '[)>\u001e06\u001d9N110375286414\u001d1T12345ABCD\u001dD150617\u001dS12345ABCDEF98765\u001e\u0004';
    expect(analyse(text)).toMatchObject({
      kind: 'ifa',
      confidence: 'certain',
      value: '9N110375286414|S12345ABCDEF98765',
      parts: { product: '110375286414', lot: '12345ABCD', expiresOn: '2015-06-17', serial: '12345ABCDEF98765' },
    });
    expect(analyse(text.replace('286414', '286415')).warnings).toEqual(['CHECK_CHARACTER_WRONG']);
  });

  test('format 05 holds GS1 elements', () => {
    expect(analyse('[)>\u001e05\u001d010690123456789221A1\u001d10L\u001e\u0004')).toMatchObject({
      kind: 'gs1',
      parts: { gtin: '06901234567892', serial: 'A1', lot: 'L' },
    });
  });
});

describe('numbers that name no pack', () => {
  test.each([
    ['6924561884074', 'gtin', 'product', { gtin: '06924561884074' }],
    ['16924561884071', 'gtin', 'product', { level: '1' }],
    ['86904879000126', 'nmpa-drug-code', 'product', {}],
    ['XA01ABD075A002010100483', 'nhsa-drug-code', 'product', {}],
    ['C01010100102001000010000001', 'nhsa-consumable-code', 'product', {}],
    ['国药准字H20046789', 'approval-number', 'product', {}],
    ['国药准字HJ20210001', 'approval-number', 'product', {}],
    ['P43010000001', 'institution-code', 'institution', {}],
    ['(00)106141412345678908', 'sscc', 'shipment', {}],
    ['00106141412345678908', 'sscc', 'shipment', { sscc: '106141412345678908' }],
    ['106141412345678908', 'sscc', 'shipment', {}],
  ])('%s: %s', (text, kind, identifies, parts) => {
    expect(analyse(text)).toMatchObject({ kind, identifies, parts });
  });

  test('what could be two things is said to be ambiguous, with the other reading', () => {
    const standard = analyse('86904879000126');
    expect(standard.alternatives.map(({ kind }) => kind)).toEqual(['gtin', 'opaque']);
    const own = analyse('LOG2026ABC0001');
    expect(own).toMatchObject({ kind: 'opaque', ambiguous: true });
    expect(own.alternatives.map(({ kind }) => kind)).toEqual(['manufacturer-code', 'logistics-code']);
  });
});

test('what the scanner added is mended and told; the raw text stays visible byte for byte', () => {
  const raw = '\ufeff 0106901234567892\u000021A1{GS}10L \r\n';
  const analysis = analyse(raw);
  expect(analysis).toMatchObject({ kind: 'gs1', raw, parts: { serial: 'A1', lot: 'L' } });
  expect(analysis.rawHex).toBe(Buffer.from(raw).toString('hex'));
  expect(analysis.warnings).toEqual([
    'INVISIBLE_REMOVED',
    'CONTROL_CHARACTERS_REMOVED',
    'BLANKS_TRIMMED',
    'SEPARATOR_SPELLED_OUT',
  ]);
});
