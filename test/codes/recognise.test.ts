import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { analyse, isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import type { RecognisedCode } from '../../mappings/model/index.ts';

const gs = '\u001d';
/** GTIN 06901234567892 has a valid check digit. */
const gtin = '0106901234567892';

function code(raw: string): RecognisedCode {
  const result = recognise(raw);
  if (isCodeProblem(result)) throw new Error(`${raw} was refused: ${result.problem}`);
  return result;
}

function problem(raw: string): string {
  const result = recognise(raw);
  return isCodeProblem(result) ? result.problem : `taken as ${result.kind}`;
}

describe('drug trace codes (20 digits from 8)', () => {
  test.each(['81853860111704596503', '83386520001941653320', '89597060000000049772'])('%s', (raw) => {
    expect(code(raw)).toEqual({ kind: 'drug-trace', raw, value: raw, prefix: raw.slice(0, 7) });
  });

  test('keeps the pack level the tenant gave and the raw text byte for byte', () => {
    const raw = ' 81853860111704596503\r\n';
    expect(recognise(raw, 'middle')).toMatchObject({ raw, value: raw.trim(), packLevel: 'middle' });
  });

  test.each([
    ['8385793-0000879766660', 'SEPARATORS_REMOVED'],
    ['83857 93000 08797 66660', 'SEPARATORS_REMOVED'],
    ['8385793—0000879766660', 'SEPARATORS_REMOVED'],
    ['8385793\u30000000879766660', 'SEPARATORS_REMOVED'],
    ['８３８５７９３００００８７９７６６６６０', 'FULL_WIDTH_CONVERTED'],
    ['https://example.cn/t?c=83857930000879766660', 'TAKEN_FROM_URL'],
    ['www.example.cn/t?c=83857930000879766660', 'TAKEN_FROM_URL'],
    ['example.com.cn/83857930000879766660', 'TAKEN_FROM_URL'],
  ])('reads %s and says what was odd', (raw, warning) => {
    expect(code(raw)).toMatchObject({ kind: 'drug-trace', value: '83857930000879766660', warnings: [warning] });
  });

  test('drops the symbology identifier, so that two scanners give one code', () => {
    expect(code(']C083857930000879766660').value).toBe('83857930000879766660');
    expect(code('\ufeff83857930000879766660\u200b').value).toBe('83857930000879766660');
  });

  test.each(['01069012345678932112', '93857930000879766660', '838579300008797666601'])('%s is none', (raw) =>
    expect(code(raw).kind).toBe('opaque'),
  );

  test('a web address with two different codes names no pack', () => {
    expect(code('http://a.cn/83857930000879766660/83857930000879766661').kind).toBe('opaque');
  });
});

describe('GS1 with GTIN and serial', () => {
  test.each([
    ['bracketed', '(01)06901234567892(11)141231(17)150707(10)A213B1(21)1234'],
    ['AIM identifier', `]d20106901234567892111412311715070710A213B1${gs}211234`],
    ['leading FNC1', `${gs}010690123456789210A213B1${gs}211234${gs}17150707`],
    ['separator only', `010690123456789210A213B1${gs}17150707211234`],
    ['superfluous separator', `${gtin}${gs}17150707${gs}10A213B1${gs}211234`],
    ['stand-in {GS}', '010690123456789210A213B1{GS}17150707211234'],
    ['stand-in |', '010690123456789210A213B1|17150707211234'],
    ['stand-in behind an AIM identifier', `]C110A213B1{GS}0106901234567892${'17150707'}211234`],
    ['stand-in for the leading FNC1', '<FNC1>010690123456789210A213B1<GS>17150707211234'],
    ['bracketed as printed', '(01) 0690123 4567892 (17) 150707 (10) A213B1 (21) 1234'],
    ['printed without brackets', '01 06901234567892 17 150707 10 A213B1{GS}21 1234'],
  ])('%s', (_name, raw) => {
    expect(code(raw)).toMatchObject({
      kind: 'gs1',
      raw,
      value: '(01)06901234567892(21)1234',
      gtin: '06901234567892',
      serial: '1234',
      lot: 'A213B1',
      expiresOn: '2015-07-07',
    });
  });

  test('20 digits that begin as element 01 are read as GS1', () => {
    expect(code('01069012345678922112')).toMatchObject({ kind: 'gs1', serial: '12' });
  });

  test('day 00 is the last of the month; an impossible date is left out with a warning', () => {
    expect(code(`${gtin}1728020021A`).expiresOn).toBe('2028-02-29');
    expect(code(`${gtin}1728133121A`)).toMatchObject({ kind: 'gs1', warnings: ['GS1_DATE_INVALID'] });
  });

  test('brackets in a serial are data', () => {
    expect(code('(01)06901234567892(21)A(5)B').serial).toBe('A(5)B');
  });
});

describe('a dropped separator is never guessed away', () => {
  test.each([
    ['a date inside the serial', `${gtin}21SER1728123110LOT`],
    ['a date inside the lot', `${gtin}10LOT172812312112`],
    ['serial inside the lot', `${gtin}10LOT21SERIAL`],
    ['longer than a serial can be', `${gtin}21ABCDEFGHIJKLMNOPQRSTUVWX`],
  ])('%s: opaque', (_name, raw) => {
    expect(code(raw)).toMatchObject({ kind: 'opaque', value: raw, warnings: ['GS1_SEPARATOR_MISSING'] });
  });

  test('what shows a serial is still told from other packs by its text; what shows none names no pack', () => {
    expect(code(`${gtin}21SER1728123110LOT`)).not.toHaveProperty('identifies');
    expect(code(`${gtin}1020211001`)).toMatchObject({ kind: 'opaque', identifies: 'unclear' });
  });

  test('a serial that might hold a lot is kept whole, with a warning', () => {
    expect(code(`${gtin}21SER10LOT`)).toMatchObject({ serial: 'SER10LOT', warnings: ['SERIAL_MAY_HOLD_MORE'] });
  });

  test('a scanner that announces GS1 sends its separators: nothing is ambiguous', () => {
    expect(code(`]d2${gtin}21SER1728123110LOT`).serial).toBe('SER1728123110LOT');
  });
});

describe('other kinds of code given as a trace code', () => {
  test.each([
    ['69码', '6924561884074'],
    ['EAN-13 by AIM identifier', ']E06924561884074'],
    ['GTIN-14', '06901234567892'],
    ['GTIN-14 that looks like a date and a lot', '17280131100002'],
    ['GTIN-8', '96385074'],
    ['UPC-A', '036000291452'],
    ['药品本位码', '86904879000126'],
    ['GS1 with nothing but the GTIN', gtin],
    ['the same, bracketed', '(01)06901234567892'],
  ])('%s is refused as product code', (_name, raw) => expect(problem(raw)).toBe('CODE_IS_GTIN'));

  test.each([
    ['western drug', 'XA01ABD075A002010100483'],
    ['Chinese patent drug', 'ZA01AAS0001010101234'],
    ['consumable', 'C0101010010200100001'],
    ['consumable with serial', 'C01010100102001000010000001'],
  ])('%s is refused as 医保 code', (_name, raw) => expect(problem(raw)).toBe('CODE_IS_NHSA_CODE'));

  test.each(['国药准字H20090001', '国药准字 H20090001', '国药准字\u3000H2009 0001'])(
    '%s is refused as approval number',
    (raw) => expect(problem(raw)).toBe('CODE_IS_APPROVAL_NUMBER'),
  );

  test('blank text is refused', () => {
    for (const raw of ['', '  ', '\ufeff', gs, ']C1']) expect(problem(raw)).toBe('CODE_BLANK');
  });

  test('the message names the remedy in both languages', () => {
    expect(recognise('6924561884074')).toMatchObject({
      message: { zh: expect.stringContaining('product.gtin'), en: expect.stringContaining('product.gtin') },
    });
  });
});

describe('a manufacturer’s own code reaches the platforms as it was scanned, whatever it looks like by chance', () => {
  test.each([
    ['eighteen digits with a fitting check digit', '106141412345678908'],
    ['a letter and digits that name no region', 'P99010000001'],
  ])('%s', (_name, raw) => expect(code(raw)).toEqual({ kind: 'opaque', raw, value: raw }));

  test('the form of an institution’s number, which is told: it is followed as no pack', () => {
    const raw = 'P43010000001';
    const warnings = ['INSTITUTION_CODE'];
    expect(code(raw)).toEqual({ kind: 'opaque', raw, value: raw, identifies: 'institution', warnings });
  });
});

describe('everything else is kept as opaque', () => {
  test.each(['6920316200227', 'MFR-2026-000123', '药001', '1234567', '12*34', 'A 1'])('%s', (raw) =>
    expect(code(raw)).toEqual({ kind: 'opaque', raw, value: raw }),
  );

  test('a web address without a code, which is told', () => {
    for (const raw of ['https://example.cn/p/1', 'www.example.cn']) {
      expect(code(raw)).toMatchObject({ kind: 'opaque', identifies: 'page', warnings: ['URL_WITHOUT_CODE'] });
    }
  });

  test('a GS1 code of a batch does not identify a pack', () => {
    expect(code(`(01)06901234567892(10)LOT`)).toMatchObject({ kind: 'opaque', warnings: ['GS1_WITHOUT_SERIAL'] });
  });
});

test('never throws, keeps the raw text, and its normal form is stable', () => {
  const alphabet = fc.constantFrom(...'0123456789()[]]ACXZd{}|\\^~ \u001d\ufeff８'.split(''), '01', '21', '17', gtin);
  const scans = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(alphabet, { maxLength: 30 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(scans, (raw) => {
      const result = recognise(raw);
      if (isCodeProblem(result)) return;
      expect(result.raw).toBe(raw);
      expect(result.value).not.toBe('');
      if (result.kind === 'gs1') expect(recognise(result.value)).toMatchObject({ kind: 'gs1', value: result.value });
      if (result.kind === 'drug-trace') expect(recognise(result.value)).toMatchObject({ value: result.value });
    }),
    { numRuns: 2_000 },
  );
});

test('analysis never throws on any bytes, keeps them, and reads its own normal form alike', () => {
  const marks = fc.constantFrom(
    '+',
    '=/',
    '&,1',
    'MA.156.M0.',
    'MF',
    '*SN',
    '[)>\u001e06\u001d',
    'https://a.cn/',
    '/01/',
    '%',
    '(8110)',
    '00',
    '8',
    'A999',
    '$$3',
    gs,
  );
  const scans = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc
      .array(fc.oneof(marks, fc.string({ unit: fc.constantFrom(...'0123456789ABC./') })), { maxLength: 8 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(scans, (raw) => {
      const analysis = analyse(raw);
      expect(analysis.raw).toBe(raw);
      expect(Buffer.from(analysis.rawHex, 'hex').toString()).toBe(Buffer.from(raw).toString());
      if (analysis.kind === 'gs1' && analysis.identifies === 'pack') {
        expect(analyse(analysis.value)).toMatchObject({ kind: 'gs1', value: analysis.value });
      }
    }),
    { numRuns: 3_000 },
  );
});
