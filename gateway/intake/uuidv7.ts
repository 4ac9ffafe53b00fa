import { randomUUID } from 'node:crypto';

/** 12 bits of rand_a serve as counter within one millisecond (RFC 9562 §6.2, method 1). */
const counterLimit = 0x1000;
/** The counter starts in the lower half, so that bursts have room before the timestamp must run ahead. */
const counterStart = 0x800;
/** Of a UUIDv4: where the variant bits and 62 random bits begin, the very form of a UUIDv7's rand_b (RFC 9562 §5.4, §5.7). */
const randB = 19;

/**
 * Makes UUIDv7 generators: ids of one generator ascend strictly, also within a millisecond and when the clock steps back.
 * Randomness comes from randomUUID, which draws from the system's source in bulk: a call per id cost more than all the rest of it.
 * @param now epoch ms
 */
export function createUuidv7(now: () => number = Date.now): () => string {
  let lastMs = -1;
  let counter = 0;
  let time = '';
  return () => {
    const nowMs = now();
    const random = randomUUID();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = Number.parseInt(random.slice(0, 3), 16) % counterStart;
      time = timeText(lastMs);
    } else {
      counter += 1;
      if (counter === counterLimit) {
        lastMs += 1;
        counter = 0;
        time = timeText(lastMs);
      }
    }
    return `${time}-7${counter.toString(16).padStart(3, '0')}-${random.slice(randB)}`;
  };
}

/** @returns the 48 bits of unix_ts_ms as a UUID writes them. */
function timeText(epochMs: number): string {
  const hex = epochMs.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
