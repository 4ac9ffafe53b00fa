import { chinaRfc3339 } from '../../mappings/engine/index.ts';
import type { FindingQuery } from './contract.ts';
import type { Findings, SeenFinding } from './findings.ts';
import type { SeenMovement } from './sight.ts';

export const exportFormats = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Findings per question to the store. */
const pageSize = 500;

/**
 * Writes findings page by page, newest first: one CSV row per event of the evidence, or one JSON object per finding.
 * @param query whose sight it is: see Findings
 * @param limit most findings; default: all
 */
export async function* exportFindings(
  findings: Findings,
  query: Omit<FindingQuery, 'limit' | 'cursor'>,
  format: ExportFormat,
  limit = Number.POSITIVE_INFINITY,
): AsyncIterable<string> {
  if (format === 'csv') yield `${columns.join(',')}\n`;
  let cursor: string | undefined;
  let left = limit;
  do {
    const page = await findings.find({
      ...query,
      limit: Math.min(pageSize, left),
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield page.items.map((finding) => (format === 'csv' ? csvRows(finding) : `${JSON.stringify(finding)}\n`)).join('');
    left -= page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined && left > 0);
}

const columns = [
  'id',
  'class',
  'title',
  'severity',
  'suspicions',
  'code',
  'foundAt',
  'clearedAt',
  'eventCode',
  'eventKind',
  'eventAt',
  'province',
  'institution',
  'eventId',
  'tenant',
] as const;

function csvRows(finding: SeenFinding): string {
  return finding.evidence.map((movement) => csvRow(finding, movement)).join('');
}

function csvRow({ id, severity, meaning, code, foundAt, clearedAt, ...rest }: SeenFinding, seen: SeenMovement): string {
  const cells: Readonly<Record<(typeof columns)[number], string | undefined>> = {
    id,
    class: rest.class,
    title: meaning.title.zh,
    severity,
    suspicions: meaning.suspicions.join('、'),
    code,
    foundAt: chinaRfc3339(foundAt),
    clearedAt: clearedAt === undefined ? undefined : chinaRfc3339(clearedAt),
    eventCode: seen.code,
    eventKind: seen.kind,
    eventAt: chinaRfc3339(seen.occurredAt),
    province: seen.province,
    institution: seen.institution,
    eventId: seen.eventId,
    tenant: seen.tenant,
  };
  return `${columns.map((column) => csvCell(cells[column] ?? '')).join(',')}\n`;
}

/** RFC 4180; a leading = + - @ would be a formula in a spreadsheet, so an apostrophe goes before it. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
