import type { CodeVerdict } from '../../adapters/contract/index.ts';
import type { EventKind, RecognisedCode } from '../../mappings/model/index.ts';
import type { Delivery } from '../store/contract.ts';
import type { SeenFinding } from './findings.ts';
import type { Place } from './place.ts';
import type { SeenMovement } from './sight.ts';

/** What happened to each trace code: which documents carry it, and what became of them on each link. */
export interface Ledger {
  /**
   * @param code as scanned in any notation, or in normal form
   * @returns undefined when none of the tenant's events carries it or a larger pack that it lay in at the time.
   * @throws StoreError; CursorError when the cursor is none of ours.
   */
  history(
    tenant: string,
    code: string,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<CodeHistory | undefined>;
}

export interface CodeHistory {
  readonly code: RecognisedCode;
  /** Absent for a code that all packs of a batch carry, and when all its documents were taken back. */
  readonly place?: { readonly place: Place; readonly since: SeenMovement };
  /** What counts, of all tenants, by time, also of the packs that it lay in; of others' only kind, time and province. */
  readonly movements: readonly SeenMovement[];
  readonly findings: readonly SeenFinding[];
  /** Newest first, by acceptance. */
  readonly entries: readonly CodeEntry[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

/** One document that carries the code. */
export interface CodeEntry {
  readonly eventId: string;
  readonly institution: string;
  readonly kind: EventKind;
  readonly documentNo: string;
  /** epoch ms */
  readonly occurredAt: number;
  /** epoch ms */
  readonly acceptedAt: number;
  /** Indexes of the document's lines that carry the code. */
  readonly lines: readonly number[];
  /** 拆零: less than the whole pack. */
  readonly split: boolean;
  /** Those that carry one of these lines. */
  readonly deliveries: readonly CodeDelivery[];
}

export interface CodeDelivery
  extends Pick<Delivery, 'id' | 'link' | 'state' | 'receipt' | 'withdrawnBy' | 'updatedAt'> {
  /** What the platform said of this very code, where it did. */
  readonly verdict?: CodeVerdict['verdict'];
  /** Id of the delivery that this one takes back at the platform. */
  readonly withdraws?: string;
}
