import { readFileSync } from 'node:fs';

/** One row of the published vectors (test/fixtures/gs1; sources and licences stand in the files). */
export interface Vector {
  readonly id: string;
  readonly op?: string;
  readonly group?: string;
  readonly test?: string;
  readonly input: string;
  readonly value: string;
  readonly valid: boolean;
  readonly raises: boolean;
  readonly options?: object;
  readonly expected: unknown;
  readonly expected_date?: string;
  readonly conflict?: boolean;
  readonly fullApi?: EngineAnswer;
  readonly referenceEngine?: EngineAnswer;
}

/** What GS1's own engine answers; `valid: null`: not GS1 data to it. */
export interface EngineAnswer {
  readonly valid: boolean | null;
  readonly ais?: ReadonlyArray<readonly [string, string]>;
  readonly bracketed?: string;
}

export function readFixture<T>(file: string): readonly T[] {
  const url = new URL(`../fixtures/${file}`, import.meta.url);
  const { vectors }: { readonly vectors: readonly T[] } = JSON.parse(readFileSync(url, 'utf8'));
  if (vectors.length === 0) throw new Error(`${file} is empty`);
  return vectors;
}

/** The published files write FNC1 as ^. */
export const withGs = (text: string): string => text.replaceAll('^', '\u001d');
