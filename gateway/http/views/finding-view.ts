import type { FindingFormat, SeenFinding, SeenMovement } from '../../ledger/index.ts';
import { type Language, say } from '../language.ts';
import type { Finding, SeenMovement as SeenMovementReply } from '../openapi.generated.ts';
import { given, instant, timeText } from './given.ts';

/** @returns the finding as replies and exports show it. */
export function findingView(finding: SeenFinding, language: Language): Finding {
  const { id, code, severity, meaning, evidence, foundAt, updatedAt, clearedAt } = finding;
  return {
    ...{ id, class: finding.class, title: say(meaning.title, language), code, severity },
    suspicions: [...meaning.suspicions],
    source: say(meaning.source, language),
    open: clearedAt === undefined,
    foundAt: instant(foundAt),
    updatedAt: instant(updatedAt),
    ...given({ clearedAt: timeText(clearedAt) }),
    evidence: evidence.map((movement) => movementView(movement, code)),
  };
}

/** @param of the code that the reply speaks of: only another one is named */
export function movementView(movement: SeenMovement, of: string): SeenMovementReply {
  const { code, kind, occurredAt, province, split, own, eventId, documentNo, institution, tenant } = movement;
  return {
    ...{ kind, occurredAt: instant(occurredAt), province, split, own },
    ...given({ code: code === of ? undefined : code, eventId, documentNo, institution, tenant }),
  };
}

/** One JSON object per line, as in replies. */
export function findingsNdjson(language: Language): FindingFormat {
  return { header: '', lines: (finding) => `${JSON.stringify(findingView(finding, language))}\n` };
}
