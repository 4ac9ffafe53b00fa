import type { Bilingual } from '../../adapters/contract/index.ts';
import type { TraceEvent } from '../../mappings/model/index.ts';
import type { StoredEvent } from '../store/contract.ts';

/** validate → recognise → complete → decide → accept. The event has passed the OpenAPI schema before it comes here. */
export interface Intake {
  /** @throws StoreError when nothing could be stored. */
  submit(tenant: string, event: TraceEvent): Promise<IntakeResult>;
}

export type IntakeResult =
  | { readonly type: 'accepted'; readonly event: StoredEvent }
  | { readonly type: 'replayed'; readonly event: StoredEvent }
  /** Same identity, other content: nothing changed. */
  | { readonly type: 'conflict'; readonly eventId: string }
  | { readonly type: 'invalid'; readonly errors: readonly FieldError[] };

/** One thing wrong with the input: where (JSON Pointer into the event), what, and how to mend it. */
export interface FieldError {
  readonly pointer: string;
  /** SCREAMING_SNAKE, e.g. CODE_REPEATED, CODE_IS_GTIN. */
  readonly code: string;
  readonly message: Bilingual;
}
