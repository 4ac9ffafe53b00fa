import type { Profile } from '../../../mappings/engine/index.ts';

/** @returns the text with each of the family's transaction numbers as this profile renumbers it (constants `number.<number>`). */
export function withRegionalNumbers(text: string, { constants }: Pick<Profile, 'constants'>): string {
  return text.replaceAll(
    /(?<![0-9A-Za-z])[0-9]{4}[A-Z]?(?![0-9A-Za-z])/g,
    (number) => constants[`number.${number}`] ?? number,
  );
}
