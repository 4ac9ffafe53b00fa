import { randomBytes } from 'node:crypto';

/** 12 bits of rand_a serve as counter within one millisecond (RFC 9562 §6.2, method 1). */
const counterLimit = 0x1000;
/** The counter starts in the lower half, so that bursts have room before the timestamp must run ahead. */
const counterStart = 0x800;

/**
 * Makes UUIDv7 generators: ids of one generator ascend strictly, also within a millisecond and when the clock steps back.
 * @param now epoch ms
 * @param random returns that many random bytes
 */
export function createUuidv7(
  now: () => number = Date.now,
  random: (bytes: number) => Uint8Array = randomBytes,
): () => string {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const nowMs = now();
    const seed = random(10);
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = (((seed[0] ?? 0) << 8) | (seed[1] ?? 0)) % counterStart;
    } else {
      counter += 1;
      if (counter === counterLimit) {
        lastMs += 1;
        counter = 0;
      }
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const randA = counter.toString(16).padStart(3, '0');
    const tail = Buffer.from(seed.subarray(2, 10));
    tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
    const hex = tail.toString('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${randA}-${hex.slice(0, 4)}-${hex.slice(4)}`;
  };
}
