/** What the ledger needs of the store: movements of packs, the work of assessing them, and findings. All of it is hub-wide. */
import type { StoredRelation } from '../../mappings/catalogue/index.ts';
import type { EventKind, MovementReason } from '../../mappings/model/index.ts';

/** One event that carries the code of one pack. */
export interface Movement {
  /** Normal form. */
  readonly code: string;
  readonly eventId: string;
  readonly tenant: string;
  readonly institution: string;
  /** 6 digits (GB/T 2260) */
  readonly region: string;
  readonly kind: EventKind;
  /** epoch ms */
  readonly occurredAt: number;
  readonly facts: MovementFacts;
  /** The tenant's directory does not hold the institution: nobody vouches for it, so it has no weight outside the tenant (weight.ts). */
  readonly unlisted?: true;
}

/** What of the line bears on rules; absent members: not said. */
export interface MovementFacts {
  readonly reason?: MovementReason;
  /** 拆零 */
  readonly split?: true;
  /** Of a split line with this one code: what left the pack, and in which unit. */
  readonly quantity?: string;
  readonly unit?: string;
  /** Pieces in a full pack, where the catalogue or the product's specification tells. */
  readonly content?: number;
  /** yyyy-MM-dd */
  readonly expiresOn?: string;
  /** The expiry date lay before the day of the event. */
  readonly expired?: true;
}

/** Kinds under which a pack goes to or comes back from a patient. */
export const patientKinds: ReadonlySet<EventKind> = new Set([
  'retail-sale',
  'retail-return',
  'dispense',
  'dispense-return',
]);

/** An event whose codes are to be assessed (again). Written with the change itself, gone with the assessment. */
export interface LedgerWork {
  readonly seq: number;
  readonly eventId: string;
  readonly tenant: string;
  /** `undone`: its wait was abandoned, or one of its records was taken back, refused, or taken up again after that. */
  readonly cause: 'accepted' | 'undone';
  /** Normal forms of its packs; of `accepted` only. */
  readonly codes: readonly string[];
}

export const findingClasses = [
  'sold-twice',
  'returned-without-sale',
  'sold-after-destruction',
  'sold-after-recall',
  'sold-after-dispatch',
  'parent-and-child-sold',
  'received-elsewhere',
  'received-after-sale',
  'two-provinces',
  'split-overrun',
  'expired',
] as const;
export type FindingClass = (typeof findingClasses)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What a rule found in a pack's movements. */
export interface FindingDraft {
  readonly class: FindingClass;
  readonly severity: Severity;
  /** By time. */
  readonly evidence: readonly Movement[];
}

/** One per code and class: more evidence is added to it. */
export interface Finding extends FindingDraft {
  /** UUIDv7 */
  readonly id: string;
  readonly code: string;
  readonly foundAt: number;
  readonly updatedAt: number;
  /** Since when the movements no longer show it: an event was taken back, or an earlier one arrived late. */
  readonly clearedAt?: number;
}

/** An event with those of its packs that something holds of. */
export interface EventPacks {
  readonly eventId: string;
  readonly tenant: string;
  readonly codes: readonly string[];
}

export interface Assessment {
  readonly owner: string;
  readonly now: number;
  /** Work that is done by this. */
  readonly seqs: readonly number[];
  /** Events that no longer count, with the packs of which they do not. */
  readonly undone: readonly EventPacks[];
  /** Events that count, with the packs of which they do: those of which they did not are work again. */
  readonly restored: readonly EventPacks[];
  /** All that the rules find in these packs now: what was found before and is not here is cleared. */
  readonly packs: ReadonlyArray<{
    readonly code: string;
    readonly found: ReadonlyArray<FindingDraft & { readonly id: string }>;
  }>;
}

export interface FindingQuery {
  /** Findings with an event of this tenant in their evidence; undefined: operators see all. */
  readonly tenant?: string;
  readonly class?: FindingClass;
  readonly severity?: Severity;
  readonly code?: string;
  /** Absent: all. */
  readonly open?: boolean;
  /** epoch ms, inclusive, of the first finding */
  readonly from?: number;
  /** exclusive */
  readonly to?: number;
  readonly cursor?: string;
  readonly limit: number;
}

/** What is known of some packs and of those around them. */
export interface PackRecords {
  /** In force, those of one pack together by time. */
  readonly movements: readonly Movement[];
  /** Of the packs and of those around them, in which other one each lies; also what holds no longer. */
  readonly relations: readonly StoredRelation[];
}

export interface LedgerStore {
  /** All about packs, in one question: a till waits for it, so it is answered beside all other reads. */
  packs(codes: readonly string[]): Promise<PackRecords>;
  /** The relations of `packs` alone. */
  relationsAround(codes: readonly string[]): Promise<readonly StoredRelation[]>;
  /**
   * Movements in force of these packs, those of one pack together by time, beside all other reads.
   * @param kinds only those of these kinds; default: all
   */
  movements(codes: readonly string[], kinds?: ReadonlySet<EventKind>): Promise<Movement[]>;
  /** Of the given packs those worth a look: more than one event, a return, a split sale, or sold after expiry. */
  suspects(codes: readonly string[]): Promise<string[]>;
  /**
   * Makes `owner` the one that assesses, until then. One node at a time: two would overwrite each other's findings with older sights.
   * @returns false while another one is.
   */
  lead(owner: string, now: number, until: number): Promise<boolean>;
  /** Oldest first. */
  work(limit: number): Promise<LedgerWork[]>;
  /**
   * All of it in one transaction.
   * @returns what is new: found for the first time, or again since it was cleared; undefined, nothing changed, when `owner` leads no longer.
   */
  assess(assessment: Assessment): Promise<ReadonlyArray<Pick<Finding, 'class' | 'severity'>> | undefined>;
  findings(query: FindingQuery): Promise<{ readonly items: readonly Finding[]; readonly cursor?: string }>;
}
