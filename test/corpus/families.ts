import { type Family, type Subject, subjectOf } from './family.ts';
import { mahEpcis } from './mah-epcis.ts';
import { mahSoap } from './mah-soap.ts';
import { msfx } from './msfx.ts';
import { nhsa } from './nhsa.ts';

const families: ReadonlyArray<readonly [string, Family]> = [
  ['nhsa', nhsa],
  ['msfx', msfx],
  ['mah-soap', mahSoap],
  ['mah-epcis', mahEpcis],
];

/** Every family the corpus is for, by adapter id, each with its delivery. */
export const subjects: ReadonlyArray<readonly [string, Subject]> = await Promise.all(
  families.map(async ([id, family]) => [id, await subjectOf(family)] as const),
);
