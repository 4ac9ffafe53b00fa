export interface SnapshotOptions {
  /** How old a value may be before the source is asked again. */
  readonly maxAgeMs: number;
  /** How long a reader waits for the source before it takes the last value instead. */
  readonly waitMs: number;
  /** epoch ms */
  readonly now: () => number;
  readonly onError: () => void;
}

/**
 * A value that is costly to get: asked for at most once per `maxAgeMs`, by one reader at a time.
 * @returns the getter; it gives the last good value while the source fails or hangs, undefined when there was none yet.
 */
export function createSnapshot<T>(source: () => Promise<T>, options: SnapshotOptions): () => Promise<T | undefined> {
  let value: T | undefined;
  let takenAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    try {
      value = await source();
      takenAt = options.now();
    } catch {
      // The scrape must still answer when the store does not: that is when it is read. Counted by the caller.
      options.onError();
    }
  };

  return async () => {
    const age = options.now() - takenAt;
    // A clock set back must not freeze the value until it has caught up.
    if (age >= 0 && age < options.maxAgeMs) return value;
    running ??= refresh().finally(() => {
      running = undefined;
    });
    await atMost(running, options.waitMs);
    return value;
  };
}

async function atMost(work: Promise<void>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([work, timeUp]);
  clearTimeout(timer);
}
