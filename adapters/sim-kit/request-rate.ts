const windowMs = 1_000;

/** Requests per second over all callers of a simulator. */
export class RequestRate {
  readonly #perSecond: number;
  #startedAt = 0;
  #taken = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** @returns false when this second is full. */
  take(now: number): boolean {
    if (now - this.#startedAt >= windowMs) {
      this.#startedAt = now;
      this.#taken = 0;
    }
    this.#taken += 1;
    return this.#taken <= this.#perSecond;
  }
}
