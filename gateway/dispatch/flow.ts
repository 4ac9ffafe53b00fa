/** How much a link gets done: the measure of how far ahead of its permits its loop may claim. */
export interface Flow {
  /** One delivery more has ended. */
  count(now: number): void;
  /** @returns deliveries ended per span, from the better of the span under way and the one before; 0 when both passed without any */
  perSpan(now: number): number;
}

/** @param spanMs length of a span; times are epoch ms */
export function createFlow(spanMs: number): Flow {
  let index = 0;
  let current = 0;
  let before = 0;

  function turn(now: number): void {
    const at = Math.floor(now / spanMs);
    if (at === index) return;
    before = at === index + 1 ? current : 0;
    current = 0;
    index = at;
  }

  return {
    count(now) {
      turn(now);
      current += 1;
    },
    perSpan(now) {
      turn(now);
      return Math.max(current, before);
    },
  };
}
