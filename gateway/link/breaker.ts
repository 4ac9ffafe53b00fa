import type { Clock } from './clock.ts';
import type { BreakerState } from './contract.ts';
import { createFailureWindow, type FailureWindowSettings } from './failure-window.ts';
import { nextRampStepMs, openTimeMs, probeStages, rampLimit } from './recovery.ts';

export interface BreakerSettings extends FailureWindowSettings {
  readonly openMs: number;
  readonly maxOpenMs: number;
  readonly rampMs: number;
}

/** Leave to make one attempt; must be given back with `report`, once. */
export interface Ticket {
  readonly generation: number;
}

/** `ignore`: the attempt says nothing of the link's health (rate limited, never sent); a probe slot is given back. */
export type Verdict = 'success' | 'failure' | 'ignore';

export interface Breaker {
  state(): BreakerState;
  /** Would `admit` refuse? Changes nothing. */
  refuses(): boolean;
  admit(): Ticket | undefined;
  report(ticket: Ticket, verdict: Verdict): void;
  /** How many more tickets there are; Infinity when closed or in the ramp. */
  tickets(): number;
  /** Permits allowed in flight at all: less than maxInFlight only in the ramp. */
  limit(): number;
  /** ms until the next probe, while open */
  opensInMs(): number | undefined;
  openings(): number;
  close(): void;
}

type Phase =
  | { readonly type: 'closed' }
  | { readonly type: 'open'; readonly until: number }
  | { readonly type: 'half-open'; stage: number; running: number; passed: number }
  | { readonly type: 'ramp'; readonly since: number };

interface Options {
  readonly maxInFlight: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onState: (state: BreakerState) => void;
  /** More tickets or permits than before. */
  readonly onGrowth: () => void;
}

/**
 * The state machine round opossum's window: closed → open → half-open (1, 3, 10 probes, each stage all successful) → ramp → closed.
 * Guarantees: refuses exactly when open or when the stage's probes are all given out; a result from before a change of state changes
 * nothing; what was counted before an opening is forgotten at the recovery; the open time doubles until the ramp was passed.
 * Gives up: memory over restarts and other nodes, each process finds out for itself.
 */
export function createBreaker(settings: BreakerSettings, options: Options): Breaker {
  const { clock } = options;
  const window = createFailureWindow(settings, clock);
  let phase: Phase = { type: 'closed' };
  let generation = 0;
  let streak = 0;
  let openings = 0;
  let cancelTimer = (): void => undefined;

  function enter(next: Phase): void {
    cancelTimer();
    phase = next;
    // The ramp goes on into closed with the same window, so results may cross.
    if (next.type !== 'closed') generation += 1;
    arm();
    options.onState(next.type);
    options.onGrowth();
  }

  function arm(): void {
    if (phase.type === 'open') schedule(phase.until - clock.monotonic(), onTimer);
    if (phase.type === 'ramp') {
      const elapsed = clock.monotonic() - phase.since;
      schedule(nextRampStepMs(options.maxInFlight, settings.rampMs, elapsed) - elapsed, onTimer);
    }
  }

  function schedule(afterMs: number, run: () => void): void {
    cancelTimer = clock.setTimer(run, Math.max(1, afterMs));
  }

  function onTimer(): void {
    if (advance()) return;
    // A step of the ramp, or a timer that came a moment early.
    arm();
    options.onGrowth();
  }

  /** Makes the changes that time alone makes. @returns whether it made one */
  function advance(): boolean {
    const now = clock.monotonic();
    if (phase.type === 'open' && now >= phase.until) {
      enter({ type: 'half-open', stage: 0, running: 0, passed: 0 });
      return true;
    }
    if (phase.type === 'ramp' && now - phase.since >= settings.rampMs) {
      streak = 0;
      enter({ type: 'closed' });
      return true;
    }
    return false;
  }

  function open(): void {
    const forMs = openTimeMs(settings.openMs, settings.maxOpenMs, streak, options.random());
    streak += 1;
    openings += 1;
    enter({ type: 'open', until: clock.monotonic() + forMs });
  }

  function reportProbe(probe: Phase & { type: 'half-open' }, verdict: Verdict): void {
    probe.running -= 1;
    if (verdict === 'failure') {
      open();
      return;
    }
    if (verdict === 'success') probe.passed += 1;
    if (probe.passed < stageSize(probe.stage)) {
      options.onGrowth();
      return;
    }
    passStage(probe);
  }

  function passStage(probe: Phase & { type: 'half-open' }): void {
    if (probe.stage + 1 === probeStages.length) {
      window.reset();
      enter({ type: 'ramp', since: clock.monotonic() });
      return;
    }
    probe.stage += 1;
    probe.passed = 0;
    options.onGrowth();
  }

  function tickets(): number {
    advance();
    if (phase.type === 'open') return 0;
    if (phase.type === 'half-open') return stageSize(phase.stage) - phase.running - phase.passed;
    return Number.POSITIVE_INFINITY;
  }

  return {
    state() {
      advance();
      return phase.type;
    },
    refuses: () => tickets() <= 0,
    admit() {
      if (tickets() <= 0) return undefined;
      if (phase.type === 'half-open') phase.running += 1;
      return { generation };
    },
    report(ticket, verdict) {
      if (ticket.generation !== generation) return;
      if (phase.type === 'half-open') reportProbe(phase, verdict);
      else if (phase.type !== 'open' && verdict !== 'ignore' && window.record(verdict === 'failure')) open();
    },
    tickets,
    limit() {
      advance();
      if (phase.type !== 'ramp') return options.maxInFlight;
      return rampLimit(options.maxInFlight, settings.rampMs, clock.monotonic() - phase.since);
    },
    opensInMs() {
      advance();
      return phase.type === 'open' ? phase.until - clock.monotonic() : undefined;
    },
    openings: () => openings,
    close() {
      cancelTimer();
      window.close();
    },
  };
}

function stageSize(stage: number): number {
  return probeStages[stage] ?? 1;
}
