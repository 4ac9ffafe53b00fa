import {
  type FaultCategory,
  faultCategories,
  type NativeResponse,
  type Outcome,
} from '../../adapters/contract/index.ts';
import type { Clock } from './clock.ts';
import type { LinkHealth } from './contract.ts';

type Observed = Pick<LinkHealth, 'lastSuccessAt' | 'lastFailure' | 'clockSkewMs'>;

/** What the link remembers of its tries for the people who watch it. */
export interface HealthLog {
  /** @param sentAt epoch ms before the request left */
  observe(outcome: Outcome, response: NativeResponse | undefined, sentAt: number): void;
  read(): Observed;
}

export function createHealthLog(clock: Clock): HealthLog {
  let observed: Observed = {};
  return {
    observe(outcome, response, sentAt) {
      const at = clock.now();
      if (outcome.type !== 'fault') observed = { ...observed, lastSuccessAt: at };
      else if (troubles(outcome.fault.category))
        observed = { ...observed, lastFailure: { at, code: outcome.fault.code } };
      const clockSkewMs = skew(response?.headers.date, (sentAt + at) / 2);
      if (clockSkewMs !== undefined) observed = { ...observed, clockSkewMs };
    },
    read: () => observed,
  };
}

/** Whether a fault says something of the link rather than of one document. */
function troubles(category: FaultCategory): boolean {
  const degraded: readonly FaultCategory[] = ['auth', 'rate-limited', 'misconfigured'];
  return faultCategories[category].breaker === 'failure' || degraded.includes(category);
}

/** Date counts whole seconds (RFC 9110 §5.6.7): on average the truth is half a second later. */
const halfSecondMs = 500;

function skew(date: string | undefined, ourTime: number): number | undefined {
  const theirs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(theirs) ? undefined : Math.round(theirs + halfSecondMs - ourTime);
}

/** @returns the delay of a Retry-After header in ms: delta seconds or an HTTP date (RFC 9110 §10.2.3) */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
