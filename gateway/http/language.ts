import type { Bilingual } from '../../adapters/contract/index.ts';

export type Language = keyof Bilingual;

/** @returns the text in the reader's language. */
export function say(text: Bilingual, language: Language): string {
  return text[language];
}
