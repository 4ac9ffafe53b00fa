import type { CodeEntry, CodeHistory } from '../../ledger/index.ts';
import type { Language } from '../language.ts';
import type { CodeEvent, CodeHistory as CodeHistoryReply } from '../openapi.generated.ts';
import { findingView, movementView } from './finding-view.ts';
import { given, instant } from './given.ts';

/** @returns the history as replies show it; nothing of the events' persons is in it. */
export function codeHistoryView(
  { code, place, movements, findings, entries, cursor }: CodeHistory,
  language: Language,
): CodeHistoryReply {
  const { kind, value, prefix, gtin, serial } = code;
  return {
    code: value,
    kind,
    ...given({ prefix, gtin, serial }),
    ...given({ place: place && { place: place.place, since: movementView(place.since, value) } }),
    movements: movements.map((movement) => movementView(movement, value)),
    findings: findings.map((finding) => findingView(finding, language)),
    events: entries.map(entryView),
    ...given({ cursor }),
  };
}

function entryView(entry: CodeEntry): CodeEvent {
  const { eventId, institution, kind, documentNo, split } = entry;
  return {
    ...{ eventId, institution, kind, documentNo },
    occurredAt: instant(entry.occurredAt),
    acceptedAt: instant(entry.acceptedAt),
    lines: [...entry.lines],
    split,
    deliveries: entry.deliveries.map(({ id, link, state, receipt, verdict, withdraws, withdrawnBy, updatedAt }) => ({
      ...{ id, link, state },
      ...given({ receipt, verdict, withdraws, withdrawnBy }),
      updatedAt: instant(updatedAt),
    })),
  };
}
