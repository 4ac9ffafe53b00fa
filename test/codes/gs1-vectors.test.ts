import { describe, expect, test } from '@jest/globals';
import { readBracketed, readElementString, toBracketed } from '../../mappings/codes/gs1/element-string.ts';
import { type Analysis, analyse, hasValidCheckDigit, isGtin } from '../../mappings/codes/index.ts';
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

test.each(named(biip.filter(({ group, raises }) => group === 'gtin-parse' && raises)))(
  'no GTIN: %s',
  (_name, { value }) => {
    expect(isGtin(value)).toBe(false);
  },
);
