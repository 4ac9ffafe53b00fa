import type { Clock } from './clock.ts';

/** Retries allowed as a share of first tries, so that retries cannot multiply an outage (Envoy retry budget, Finagle RetryBudget). */
export interface RetryBudget {
  /** One first try was made. */
  deposit(): void;
  /** @returns whether one more retry fits; it is counted then */
  withdraw(): boolean;
}

const windowMs = 10_000;
const share = 0.2;
/** Allowed in a window however few first tries there were. */
const floor = 3;
const slots = 10;
const slotMs = windowMs / slots;

interface Slot {
  readonly index: number;
  tries: number;
  retries: number;
}

export function createRetryBudget(clock: Clock): RetryBudget {
  let recent: Slot[] = [];

  function current(): Slot {
    const index = Math.floor(clock.monotonic() / slotMs);
    recent = recent.filter((slot) => slot.index > index - slots);
    const last = recent.at(-1);
    if (last?.index === index) return last;
    const slot = { index, tries: 0, retries: 0 };
    recent.push(slot);
    return slot;
  }

  return {
    deposit() {
      current().tries += 1;
    },
    withdraw() {
      const slot = current();
      const tries = recent.reduce((sum, each) => sum + each.tries, 0);
      const retries = recent.reduce((sum, each) => sum + each.retries, 0);
      if (retries >= Math.max(floor, Math.floor(tries * share))) return false;
      slot.retries += 1;
      return true;
    },
  };
}
