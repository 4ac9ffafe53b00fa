import type { LinkHealth } from '../../link/contract.ts';
import type { LinkRuntime } from '../../link/runtime.ts';
import type { Hold, LinkCounts } from '../../store/contract.ts';
import type { Link, LinkHold } from '../openapi.generated.ts';
import { given, instant, timeText } from './given.ts';

/** What the store knows of a link. Counts and institutions on hold span all tenants: only operators are shown them. */
export interface LinkFacts {
  readonly holds: readonly Hold[];
  readonly counts?: LinkCounts;
  /** epoch ms: what has waited for its settlement since before is overdue. */
  readonly overdueBefore: number;
}

export function linkView(runtime: LinkRuntime, facts: LinkFacts, isOperator: boolean): Link {
  const { id, settings, adapter, profile } = runtime;
  const health = runtime.link.health();
  const holds = facts.holds.filter((hold) => hold.link === id);
  const isolation = holds.find((hold) => hold.institution === undefined);
  const institutions = holds.filter((hold) => hold.institution !== undefined);
  return {
    id,
    title: settings.title,
    adapter: adapter.id,
    protocol: adapter.protocol,
    profile: profile.id,
    status: isolation ? 'isolated' : statusOf(health, institutions.length),
    ...given({ isolated: isolation && holdView(isolation, isOperator) }),
    breaker: health.breaker,
    openings: health.openings,
    inFlight: health.inFlight,
    maxInFlight: health.maxInFlight,
    ...given({
      nextProbeAt: timeText(health.nextProbeAt),
      pausedUntil: timeText(health.pausedUntil),
      pausedBecause: health.pausedBecause,
      lastSuccessAt: timeText(health.lastSuccessAt),
      lastFailure: health.lastFailure && { at: instant(health.lastFailure.at), code: health.lastFailure.code },
      clockSkewMs: health.clockSkewMs,
    }),
    ...(isOperator ? operatorPart(runtime, institutions, facts) : {}),
  };
}

function operatorPart(runtime: LinkRuntime, institutions: readonly Hold[], { counts, overdueBefore }: LinkFacts) {
  const awaiting = counts?.awaitingSettlement;
  return {
    endpoint: runtime.settings.endpoint,
    holds: institutions.map((hold) => holdView(hold, true)),
    deliveries: { ...counts?.states },
    ...given({
      oldestDueAt: timeText(counts?.oldestDueAt),
      awaitingSettlement: awaiting && {
        count: awaiting.count,
        oldestAt: instant(awaiting.oldestAt),
        overdue: awaiting.oldestAt < overdueBefore,
      },
    }),
  };
}

function statusOf(health: LinkHealth, institutionsOnHold: number): Link['status'] {
  if (health.breaker === 'open') return 'down';
  if (health.breaker !== 'closed') return 'recovering';
  return institutionsOnHold > 0 ? 'degraded' : 'healthy';
}

function holdView({ since, tenant, institution, reason, actor }: Hold, isOperator: boolean): LinkHold {
  return { since: instant(since), ...(isOperator ? { reason, actor, ...given({ tenant, institution }) } : {}) };
}
