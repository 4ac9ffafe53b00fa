import { expect, test } from '@jest/globals';
import { linters } from '../../mappings/codes/gs1/linters.ts';
import { readFixture } from './fixtures.ts';

type LinterVector = readonly [linter: string, input: string, error: string | null];
const vectors = readFixture<LinterVector>('gs1/linters.json');
/** These need GS1's register of company prefixes, which no offline check can ask (12 of 5,671). */
const needRegister = new Set(['INVALID_GCP_PREFIX', 'GCP_DATASOURCE_OFFLINE']);
/** The published name is misspelt. */
const renamed: Readonly<Record<string, string>> = { COUPON_INVALID_EXIPIRATION_DATE: 'COUPON_INVALID_EXPIRATION_DATE' };

test('only the rows that need the register are left out', () => {
  expect(vectors).toHaveLength(5671);
  expect(vectors.filter(([, , error]) => needRegister.has(error ?? ''))).toHaveLength(12);
});

test.each([...new Set(vectors.map(([linter]) => linter))])('%s finds what GS1’s linter finds, in its words', (name) => {
  const linter = linters[name];
  const differing = vectors
    .filter(([linterName, , error]) => linterName === name && !needRegister.has(error ?? ''))
    .map(([, input, error]) => ({ input, wanted: error === null ? null : (renamed[error] ?? error) }))
    .filter(({ input, wanted }) => (linter?.(input) ?? null) !== wanted)
    .map(({ input, wanted }) => ({ input, wanted, got: linter?.(input) ?? null }));
  expect(differing).toEqual([]);
});
