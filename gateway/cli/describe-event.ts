import type { Attempt, Delivery, StoredEvent } from '../store/contract.ts';

/** What became of an event, without its payload: lines and persons stay in the store. */
export interface EventHistory {
  readonly id: string;
  readonly tenant: string;
  readonly institution: string;
  readonly kind: string;
  readonly documentNo: string;
  readonly occurredAt: string;
  readonly acceptedAt: string;
  readonly notes: readonly string[];
  /** 待结算: how its wait for the settlement stands. */
  readonly settlement?: string;
  readonly deliveries: ReadonlyArray<DeliveryHistory>;
}

interface DeliveryHistory {
  readonly id: string;
  readonly link: string;
  readonly state: string;
  readonly part: string;
  readonly receipt?: string;
  readonly duplicate: boolean;
  readonly partial: boolean;
  readonly fault?: string;
  readonly reason?: string;
  /** 撤回: the delivery that this one takes back. */
  readonly withdraws?: string;
  readonly withdrawnBy?: string;
  readonly nextAt?: string;
  readonly attempts: ReadonlyArray<AttemptHistory>;
}

interface AttemptHistory {
  readonly at: string;
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
  readonly code?: string;
  readonly native?: string;
}

/** @param attempts per delivery id. */
export function describeEvent(event: StoredEvent, attempts: ReadonlyMap<string, readonly Attempt[]>): EventHistory {
  const { id, tenant, institution, kind, documentNo, notes } = event;
  return {
    ...{ id, tenant, institution, kind, documentNo, notes },
    occurredAt: iso(event.occurredAt),
    acceptedAt: iso(event.acceptedAt),
    ...(event.settling === undefined ? {} : { settlement: event.settling.state }),
    deliveries: event.deliveries.map((delivery) => describeDelivery(delivery, attempts.get(delivery.id) ?? [])),
  };
}

function describeDelivery(delivery: Delivery, attempts: readonly Attempt[]): DeliveryHistory {
  const { id, link, state, part, receipt, duplicate, partial, fault, reason, nextAt } = delivery;
  const { withdrawal, withdrawnBy } = delivery;
  return {
    ...{ id, link, state, part: `${part.index + 1}/${part.count}`, duplicate, partial },
    ...(receipt === undefined ? {} : { receipt }),
    ...(fault === undefined ? {} : { fault: [fault.category, fault.code, fault.nativeCode].filter(Boolean).join(' ') }),
    ...(reason === undefined ? {} : { reason }),
    ...(withdrawal === undefined ? {} : { withdraws: withdrawal.of }),
    ...(withdrawnBy === undefined ? {} : { withdrawnBy }),
    ...(nextAt === undefined ? {} : { nextAt: iso(nextAt) }),
    attempts: attempts.map(describeAttempt),
  };
}

function describeAttempt({ startedAt, operation, outcome, durationMs, code, nativeCode }: Attempt): AttemptHistory {
  return {
    ...{ at: iso(startedAt), operation, outcome, durationMs: Math.round(durationMs) },
    ...(code === undefined ? {} : { code }),
    ...(nativeCode === undefined ? {} : { native: nativeCode }),
  };
}

/** @returns the history as lines for a person. */
export function printHistory(history: EventHistory): string {
  const lines = [
    `${history.kind} ${history.documentNo} of ${history.institution} (${history.tenant})`,
    `  event ${history.id}, occurred ${history.occurredAt}, accepted ${history.acceptedAt}`,
    ...(history.settlement === undefined ? [] : [`  settlement: ${history.settlement}`]),
    ...history.notes.map((note) => `  note: ${note}`),
  ];
  for (const delivery of history.deliveries) {
    const { link, part, state, receipt, duplicate, partial, fault, reason, withdraws, withdrawnBy, nextAt } = delivery;
    const facts = [
      receipt && `receipt ${receipt}`,
      duplicate && 'already held there',
      partial && 'in part',
      fault,
      reason,
      withdraws && `takes back ${withdraws}`,
      withdrawnBy && `taken back by ${withdrawnBy}`,
      nextAt && `next ${nextAt}`,
    ].filter((fact) => typeof fact === 'string' && fact !== '');
    lines.push(`  ${link} ${part}: ${[state, ...facts].join('; ')}`);
    for (const { at, operation, outcome, durationMs, code, native } of delivery.attempts) {
      lines.push(`    ${at} ${[operation, outcome, code, native].filter(Boolean).join(' ')} (${durationMs} ms)`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
