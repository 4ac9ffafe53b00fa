import type { Clock } from './clock.ts';
import { createPacer, type Pacer } from './pacer.ts';

/**
 * One quota of a platform (an AppKey) behind several links: they are paced as one and paused together. Gives up what the pacer does:
 * several gateway processes each keep a rate of their own.
 */
export interface SharedQuota {
  /** Pacer key of calls that are limited per link: the same for all links of the quota. */
  readonly key: string;
  /** @param onResume called when a pause has ended. @returns the pacer, closed when the last link that joined has closed it. */
  join(onResume: () => void): Pacer;
}

export function createSharedQuota(key: string, clock: Clock): SharedQuota {
  const listeners = new Set<() => void>();
  const pacer = createPacer(clock, () => {
    for (const listener of listeners) listener();
  });
  return {
    key,
    join(onResume) {
      listeners.add(onResume);
      return {
        ...pacer,
        close() {
          listeners.delete(onResume);
          if (listeners.size === 0) pacer.close();
        },
      };
    },
  };
}
