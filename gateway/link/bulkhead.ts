/** Permits for calls in flight. Nobody queues: who finds it full is turned away at once and the durable schedule comes back. */
export interface Bulkhead {
  inFlight(): number;
  /**
   * @param limit how many may be in flight after this one (the ramp lowers it)
   * @returns release, which counts only once; undefined when full
   */
  tryAcquire(limit: number): (() => void) | undefined;
}

/** @param onRelease called after each permit that comes back */
export function createBulkhead(onRelease: () => void): Bulkhead {
  let inFlight = 0;
  return {
    inFlight: () => inFlight,
    tryAcquire(limit) {
      if (inFlight >= limit) return undefined;
      inFlight += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        inFlight -= 1;
        onRelease();
      };
    },
  };
}
