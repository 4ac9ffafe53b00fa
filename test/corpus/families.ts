import type { Family } from './family.ts';
import { mahSoap } from './mah-soap.ts';
import { msfx } from './msfx.ts';
import { nhsa } from './nhsa.ts';

/** Every family the corpus is for, by adapter id. */
export const families: ReadonlyArray<readonly [string, Family]> = [
  ['nhsa', nhsa],
  ['msfx', msfx],
  ['mah-soap', mahSoap],
];
