import type {
  Assessment,
  Finding,
  FindingClass,
  FindingDraft,
  LedgerWork,
  Movement,
  Severity,
} from '../ledger/contract.ts';

/** A movement as both databases give it: columns of table code and its event's id. */
export interface MovementRow {
  readonly value: string;
  readonly event_id: string;
  readonly tenant: string;
  readonly institution: string;
  readonly region: string;
  readonly movement: string;
  readonly occurred_at: number;
  readonly facts: string | null;
  /** 1: the tenant's directory holds the institution. */
  readonly listed: number;
}

/** A movement as a list of its columns. */
export type MovementCells = readonly [
  value: string,
  eventId: string,
  tenant: string,
  institution: string,
  region: string,
  movement: string,
  occurredAt: number,
  facts: string | null,
  listed: number,
];

export interface WorkRow {
  readonly seq: number;
  readonly event_id: string;
  readonly tenant: string;
  readonly cause: string;
  readonly codes: string | null;
}

export interface FindingRow {
  readonly id: string;
  readonly class: string;
  readonly code: string;
  readonly severity: string;
  readonly evidence: string;
  readonly found_at: number;
  readonly updated_at: number;
  readonly cleared_at: number | null;
}

export const findingColumns = [
  'id',
  'class',
  'code',
  'severity',
  'evidence',
  'found_at',
  'updated_at',
  'cleared_at',
] as const satisfies ReadonlyArray<keyof FindingRow>;

/** A finding as it is written. */
export interface FoundRow extends Pick<FindingRow, 'id' | 'class' | 'code' | 'severity' | 'evidence'> {
  /** Whose events are in the evidence. */
  readonly tenants: readonly string[];
}

/** @returns the movement; columns of a row were written from typed values. */
export function fromMovementRow(row: MovementRow): Movement {
  return {
    code: row.value,
    eventId: row.event_id,
    tenant: row.tenant,
    institution: row.institution,
    region: row.region,
    kind: row.movement as Movement['kind'],
    occurredAt: row.occurred_at,
    facts: row.facts === null ? {} : JSON.parse(row.facts),
    ...(row.listed === 1 ? {} : { unlisted: true }),
  };
}

export function fromMovementCells(cells: MovementCells): Movement {
  const [value, event_id, tenant, institution, region, movement, occurred_at, facts, listed] = cells;
  return fromMovementRow({ value, event_id, tenant, institution, region, movement, occurred_at, facts, listed });
}

export function fromWorkRow({ seq, event_id, tenant, cause, codes }: WorkRow): LedgerWork {
  return {
    seq,
    eventId: event_id,
    tenant,
    cause: cause === 'undone' ? 'undone' : 'accepted',
    codes: codes === null ? [] : JSON.parse(codes),
  };
}

export function fromFindingRow(row: FindingRow): Finding {
  return {
    id: row.id,
    class: row.class as FindingClass,
    code: row.code,
    severity: row.severity as Severity,
    evidence: JSON.parse(row.evidence),
    foundAt: row.found_at,
    updatedAt: row.updated_at,
    ...(row.cleared_at === null ? {} : { clearedAt: row.cleared_at }),
  };
}

/** @returns the drafts of these ids. */
export function draftsOf({ packs }: Pick<Assessment, 'packs'>, ids: readonly string[]): FindingDraft[] {
  const wanted = new Set(ids);
  return packs.flatMap(({ found }) => found.filter(({ id }) => wanted.has(id)));
}

export function toFoundRows({ packs }: Pick<Assessment, 'packs'>): FoundRow[] {
  return packs.flatMap(({ code, found }) =>
    found.map(({ id, severity, evidence, ...draft }) => ({
      ...{ id, code, severity, class: draft.class },
      evidence: JSON.stringify(evidence),
      tenants: [...new Set(evidence.map(({ tenant }) => tenant))],
    })),
  );
}
