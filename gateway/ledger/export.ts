import { chinaRfc3339 } from '../../mappings/engine/index.ts';
import type { FindingQuery } from './contract.ts';
import type { Findings, SeenFinding } from './findings.ts';
import type { SeenMovement } from './sight.ts';

/** How findings are written. */
export interface FindingFormat {
  /** Before the first one. */
  readonly header: string;
  /** @returns whole lines */
  lines(finding: SeenFinding): string;
}

/** Findings per question to the store. */
const pageSize = 500;

/** Writes all findings, page by page, newest first. @param query whose sight it is: see Findings */
export async function* exportFindings(
  findings: Findings,
  query: Omit<FindingQuery, 'limit' | 'cursor'>,
  { header, lines }: FindingFormat,
): AsyncIterable<string> {
  yield header;
  let cursor: string | undefined;
  do {
    const page = await findings.find({ ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    yield page.items.map(lines).join('');
    cursor = page.cursor;
  } while (cursor !== undefined);
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
  'documentNo',
  'eventId',
  'tenant',
] as const;

/** One row per event of the evidence. */
export const findingsCsv: FindingFormat = {
  header: `${columns.join(',')}\n`,
  lines: (finding) => finding.evidence.map((movement) => csvRow(finding, movement)).join(''),
};

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
    documentNo: seen.documentNo,
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
