import type { Outcome } from '../../adapters/contract/index.ts';

/** Answers to give again, the longest unused dropped first. Only what a platform knows or does not know is kept, never a fault. */
export interface AnswerCache {
  /** @returns the answer and its age, unless it is older than `maxAgeMs`. */
  get(key: string, maxAgeMs: number): { readonly outcome: Outcome; readonly ageMs: number } | undefined;
  put(key: string, outcome: Outcome): void;
}

/** @param capacity most answers kept. @param now monotonic ms */
export function createAnswerCache(capacity: number, now: () => number): AnswerCache {
  const answers = new Map<string, { readonly outcome: Outcome; readonly at: number }>();
  return {
    get(key, maxAgeMs) {
      const known = answers.get(key);
      if (known === undefined) return undefined;
      const ageMs = now() - known.at;
      answers.delete(key);
      if (ageMs >= maxAgeMs) return undefined;
      answers.set(key, known);
      return { outcome: known.outcome, ageMs };
    },
    put(key, outcome) {
      if (outcome.type !== 'ok' && outcome.type !== 'not-found') return;
      answers.delete(key);
      answers.set(key, { outcome, at: now() });
      if (answers.size <= capacity) return;
      const [oldest] = answers.keys();
      if (oldest !== undefined) answers.delete(oldest);
    },
  };
}
