import type { CodeVerdict } from '../../adapters/contract/index.ts';

export interface KeptVerdict {
  readonly verdict: CodeVerdict;
  /** Monotonic ms. */
  readonly at: number;
}

/** What platforms said of single packs, the longest unused dropped first. */
export interface VerdictCache {
  get(key: string, maxAgeMs: number): KeptVerdict | undefined;
  put(key: string, kept: KeptVerdict): void;
}

/** @param capacity most verdicts kept. @param now monotonic ms */
export function createVerdictCache(capacity: number, now: () => number): VerdictCache {
  const verdicts = new Map<string, KeptVerdict>();
  return {
    get(key, maxAgeMs) {
      const kept = verdicts.get(key);
      if (kept === undefined) return undefined;
      verdicts.delete(key);
      if (now() - kept.at >= maxAgeMs) return undefined;
      verdicts.set(key, kept);
      return kept;
    },
    put(key, kept) {
      verdicts.delete(key);
      verdicts.set(key, kept);
      if (verdicts.size <= capacity) return;
      const [oldest] = verdicts.keys();
      if (oldest !== undefined) verdicts.delete(oldest);
    },
  };
}
