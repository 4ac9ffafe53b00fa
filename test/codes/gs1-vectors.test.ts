import { describe, expect, test } from '@jest/globals';
import { readBracketed, readElementString, toBracketed } from '../../mappings/codes/gs1/element-string.ts';
import { type Analysis, analyse, hasValidCheckDigit, isGtin, recognise } from '../../mappings/codes/index.ts';
import { readFixture, type Vector, withGs } from './fixtures.ts';

const elementStrings = readFixture<Vector>('gs1/element-strings.json').filter(({ fullApi }) => fullApi !== undefined);
const scans = readFixture<Vector>('gs1/scan-data.json');
const biip = readFixture<Vector>('gs1/biip.json');

const isAccepted = ({ kind, confidence }: Analysis) => (kind === 'gs1' || kind === 'sscc') && confidence !== 'possible';
const pairs = ({ parts }: Analysis) => parts.elements?.map(({ id, value }) => [id, value]);
const input = ({ input, value }: Vector) => withGs(input ?? value);
const named = (list: readonly Vector[]) =>
  list.map((vector): [string, Vector] => [`${vector.id} ${input(vector)}`, vector]);

/** Identifiers that occur on medicine packs. */
const onMedicines = new Set('00 01 02 10 11 15 17 20 21 22 30 37 240 710 711 712 713 714 715 716 7003'.split(' '));
/** Rows whose whole text we read otherwise than the engine, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'ai-assoc-2059': 'identifier 89 exists only with the engine’s switch permitUnknownAIs',
  'scan-proc-936': 'composite symbols: the linear part is no element string, and no medicine carries one',
  'scan-proc-947': 'composite symbols: the linear part is no element string, and no medicine carries one',
};

const judged = [
  ...elementStrings.map((vector) => ({ vector, engine: vector.fullApi })),
  ...scans.map((vector) => ({ vector, engine: vector.fullApi })),
  ...biip.map((vector) => ({ vector, engine: vector.referenceEngine })),
].filter(({ vector, engine }) => engine !== undefined && typeof (vector.input ?? vector.value) === 'string');

describe('GS1’s engine has the last word', () => {
  const rejected = judged.filter(({ engine }) => engine?.valid === false).map(({ vector }) => vector);
  test.each(named(rejected))('nothing that it rejects is accepted: %s', (_name, vector) => {
    expect(isAccepted(analyse(input(vector)))).toBe(false);
  });

  const taken = judged.filter(({ engine, vector }) => engine?.ais !== undefined && exceptions[vector.id] === undefined);
  test.each(
    taken.map(({ vector, engine }): [string, Vector, unknown] => [
      `${vector.id} ${input(vector)}`,
      vector,
      engine?.ais,
    ]),
  )('its elements are ours: %s', (_name, vector, ais) => {
    const text = input(vector);
    // Without a mark or a key in front the text is not recognised as GS1 data; its elements are still read.
    const analysis = analyse(text);
    if (analysis.kind === 'gs1' || analysis.kind === 'sscc') expect(pairs(analysis)).toEqual(ais);
    else expect(readElementString(text)?.elements.map(({ identifier: { ai }, value }) => [ai, value])).toEqual(ais);
  });

  test('exceptions are few, and none concerns medicines', () => {
    const used = judged.filter(({ vector }) => exceptions[vector.id] !== undefined);
    expect(used.map(({ vector }) => vector.id).sort()).toEqual(Object.keys(exceptions).sort());
    const ais = used.flatMap(({ engine }) => engine?.ais ?? []).map(([ai]) => ai);
    expect(ais.filter((ai) => onMedicines.has(ai))).toEqual([]);
  });
});

describe('the dictionary’s stages', () => {
  const stage = (op: string) => elementStrings.filter((vector) => vector.op === op && vector.options === undefined);
  test.each(named(stage('parseElementString').filter(({ fullApi }) => fullApi?.valid !== null)))(
    '%s',
    (_name, vector) => {
      const reading = readElementString(input(vector));
      expect(reading !== undefined && reading.problem === undefined).toBe(vector.valid);
    },
  );
  test.each(named([...stage('bracketedToElementString'), ...stage('lintBracketed')]))('%s', (_name, vector) => {
    const reading = readBracketed(vector.input);
    expect(reading !== undefined && reading.problem === undefined).toBe(vector.valid);
    if (reading !== undefined && vector.fullApi?.bracketed !== undefined) {
      expect(toBracketed(reading.elements)).toBe(vector.fullApi.bracketed);
    }
  });
});

/** Locations that are no Digital Link key in the present dictionary (410–413, 416), and a 235 beside a key that takes none. */
const unlike = /\/(?:Q[QRSTW]SaVjC_dA|41[01236]\/5060917510004|I1j3FSNWcOGeFywaR5CZmSmWQ9a1EOwA)$/;

test.each(
  readFixture<readonly [string, string]>('gs1/compressed-links.json').filter(([packed]) => !unlike.test(packed)),
)('%s stands for %s', (packed, plain) => {
  expect(pairs(analyse(packed))).toEqual(pairs(analyse(plain)));
  expect(analyse(packed).kind).toMatch(/gs1|sscc/);
});

test.each(
  biip
    .filter(({ test: name }) => name === 'test_gs1_standard_check_digit')
    .map(({ value, expected }) => [value, expected]),
)('check digit of %s', (value, digit) => {
  expect(hasValidCheckDigit(`${value}${digit}`)).toBe(true);
  expect(hasValidCheckDigit(`${value}${(Number(digit) + 1) % 10}`)).toBe(false);
});

describe('UPC-E', () => {
  const shortForms = biip
    .filter(({ group }) => group === 'upc-encode')
    .map(({ value, expected }): [string, string] => [value, String(expected)]);

  test.each(shortForms)('%s stands for %s', (short, full) => {
    const reading = { kind: 'gtin', value: full, parts: { gtin: `00${full}`, upcE: short } };
    const { alternatives, ...best } = analyse(short);
    expect([best, ...alternatives]).toContainEqual(expect.objectContaining(reading));
    expect(analyse(`]E0${short}`)).toMatchObject({ ...reading, confidence: 'likely', ambiguous: false });
    expect(analyse(`]E00${full}`)).toMatchObject({ kind: 'gtin', parts: { gtin: `00${full}` } });
  });

  test('that is an EAN-8 as well is said to be ambiguous, unless the scanner tells the symbol', () => {
    // GS1's engine reads ]E402345673 as EAN-8 (scan-proc-945); biip expands 02345673 as UPC-E.
    const both = analyse('02345673');
    expect(both).toMatchObject({ value: '023456000073', confidence: 'possible', ambiguous: true });
    expect(both.alternatives.map(({ kind, value }) => [kind, value])).toEqual([
      ['gtin', '02345673'],
      ['opaque', '02345673'],
    ]);
    expect(both.alternatives[0]?.parts).toEqual({ gtin: '00000002345673' });

    const ean8 = analyse(']E402345673');
    expect(ean8).toMatchObject({ value: '02345673', confidence: 'certain', ambiguous: false });
    expect(ean8.alternatives.map(({ kind }) => kind)).toEqual(['opaque']);
    expect(analyse(']E002345673')).toMatchObject({ value: '023456000073', alternatives: [{ kind: 'opaque' }] });
  });

  test('from 1 comes after the EAN-8 that it may be', () => {
    const both = analyse('12345670');
    expect([both, ...both.alternatives].map(({ value }) => value)).toEqual(['12345670', '123456000070', '12345670']);
    expect(both.ambiguous).toBe(true);
  });

  test.each(['96385074', '24252614', '04252615', '02312133', '02340142', '02340050'])('%s is none', (text) => {
    const { parts, alternatives } = analyse(text);
    expect([parts, ...alternatives.map((other) => other.parts)].filter(({ upcE }) => upcE !== undefined)).toEqual([]);
  });

  test('no symbol of another kind holds one, and an EAN-8 under the wrong identifier stays one', () => {
    expect(analyse(']A004252614')).toMatchObject({ kind: 'opaque' });
    expect(analyse(']E096385074')).toMatchObject({ kind: 'gtin', value: '96385074', confidence: 'possible' });
  });

  test('given as a trace code: refused where the scanner says so or an EAN-8 fits, else kept as it may be an own code', () => {
    for (const product of [']E004252614', '02345673', ']E402345673']) {
      expect(recognise(product)).toMatchObject({ problem: 'CODE_IS_GTIN' });
    }
    expect(recognise('04252614')).toEqual({ kind: 'opaque', raw: '04252614', value: '04252614' });
  });
});

test.each(named(biip.filter(({ group, raises }) => group === 'gtin-parse' && raises)))(
  'no GTIN: %s',
  (_name, { value }) => {
    expect(isGtin(value)).toBe(false);
  },
);
