import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readBracketed, readElementString } from '../../mappings/codes/gs1-elements.ts';
import { hasValidCheckDigit, isCodeProblem, isGtin, recognise } from '../../mappings/codes/index.ts';

interface Vector {
  readonly id: string;
  readonly op?: string;
  readonly group?: string;
  readonly test?: string;
  readonly input: string;
  readonly value: string;
  readonly valid: boolean;
  readonly raises: boolean;
  readonly expected: number;
  readonly fullApi?: { readonly ais?: ReadonlyArray<readonly [string, string]> };
}

function vectors(file: string, wanted: (vector: Vector) => boolean): Array<[string, Vector]> {
  const url = new URL(`../fixtures/gs1/${file}`, import.meta.url);
  const all: readonly Vector[] = JSON.parse(readFileSync(url, 'utf8')).vectors;
  const chosen = all
    .filter(wanted)
    .map((vector): [string, Vector] => [`${vector.id} ${vector.input ?? vector.value}`, vector]);
  if (chosen.length === 0) throw new Error(`no vectors chosen from ${file}`);
  return chosen;
}

const pairs = (elements: ReturnType<typeof readElementString>) => elements?.map(({ ai, value }) => [ai, value]);
/** The published files write FNC1 as ^. */
const withGs = (text: string) => text.replaceAll('^', '\u001d');

describe('elements as GS1’s own engine reads them', () => {
  test.each(vectors('element-strings.json', (v) => v.op === 'parseElementString' && v.fullApi?.ais !== undefined))(
    '%s',
    (_name, { input, fullApi }) => expect(pairs(readElementString(withGs(input)))).toEqual(fullApi?.ais),
  );

  test.each(
    vectors('element-strings.json', (v) => v.op === 'bracketedToElementString' && v.fullApi?.ais !== undefined),
  )('%s', (_name, { input, fullApi }) => expect(pairs(readBracketed(input))).toEqual(fullApi?.ais));

  test.each(vectors('scan-data.json', (v) => v.fullApi?.ais !== undefined))('%s', (_name, { input, fullApi }) => {
    const ais = new Map(fullApi?.ais);
    const result = recognise(input);
    const [gtin, serial] = [ais.get('01'), ais.get('21')];
    const kind = isCodeProblem(result) ? result.problem : result.kind;
    if (gtin !== undefined && serial !== undefined) expect(result).toMatchObject({ kind: 'gs1', gtin, serial });
    else expect(['opaque', 'CODE_IS_GTIN']).toContain(kind);
  });
});

test.each(vectors('biip.json', (v) => v.test === 'test_gs1_standard_check_digit'))(
  'check digit: %s',
  (_name, { value, expected }) => {
    expect(hasValidCheckDigit(`${value}${expected}`)).toBe(true);
    expect(hasValidCheckDigit(`${value}${(expected + 1) % 10}`)).toBe(false);
  },
);

test.each(vectors('biip.json', (v) => v.group === 'gtin-parse' && v.raises))('no GTIN: %s', (_name, { value }) => {
  expect(isGtin(value)).toBe(false);
});
