/**
 * A value that is costly to get: asked for at most once per `maxAgeMs`, by one caller at a time.
 * @returns the getter; it gives the last good value while the source fails, undefined when there was none yet.
 */
export function createSnapshot<T>(
  source: () => Promise<T>,
  options: { readonly maxAgeMs: number; readonly now: () => number; readonly onError: () => void },
): () => Promise<T | undefined> {
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
    if (options.now() - takenAt >= options.maxAgeMs) {
      running ??= refresh().finally(() => {
        running = undefined;
      });
      await running;
    }
    return value;
  };
}
