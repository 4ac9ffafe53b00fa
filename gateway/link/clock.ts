/** Time as a link sees it; injected so that tests turn the hands themselves. */
export interface Clock {
  /** epoch ms: for people and records only, it may jump */
  now(): number;
  /** ms that never jump: for every duration and deadline */
  monotonic(): number;
  /** Runs once after `afterMs`. @returns cancel; safe to call again or after it ran. */
  setTimer(run: () => void, afterMs: number): () => void;
}

/** Beyond this Node fires setTimeout after 1 ms (Node.js Timers documentation). */
const longestTimerMs = 2 ** 31 - 1;

export const realClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  setTimer(run, afterMs) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, longestTimerMs);
      timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : run()), stepMs);
    };
    arm(Math.max(0, afterMs));
    return () => clearTimeout(timer);
  },
};
