/**
 * Counts tasks that have been claimed but are not in the link yet. The link's own count of free permits cannot know of them;
 * without this a half-open link with one permit would be given several deliveries.
 */
export interface Seat {
  /** Runs a link call: meanwhile the link itself counts this task. */
  call<T>(run: () => Promise<T>): Promise<T>;
  /** The task makes no further calls. Safe to call again. */
  leave(): void;
}

export interface Seats {
  waiting(): number;
  take(): Seat;
}

export function createSeats(): Seats {
  let waiting = 0;
  return {
    waiting: () => waiting,
    take() {
      let taken = true;
      waiting += 1;
      return {
        async call(run) {
          if (!taken) return run();
          waiting -= 1;
          taken = false;
          try {
            return await run();
          } finally {
            waiting += 1;
            taken = true;
          }
        },
        leave() {
          if (!taken) return;
          taken = false;
          waiting -= 1;
        },
      };
    },
  };
}
