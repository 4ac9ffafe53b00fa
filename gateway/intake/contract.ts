import type { Bilingual } from '../../adapters/contract/index.ts';
import type { RecognisedEvent, TraceEvent } from '../../mappings/model/index.ts';
import type { Explanation } from '../../mappings/policy/index.ts';
import type { StoredEvent } from '../store/contract.ts';

/** validate → recognise → complete → decide → accept. The event has passed the OpenAPI schema before it comes here. */
export interface Intake {
  /** @throws StoreError when nothing could be stored. */
  submit(tenant: string, event: TraceEvent): Promise<IntakeResult>;
  /** Why the policy speaks of this event, or does not. Nothing is stored. */
  explain(tenant: string, event: TraceEvent): Promise<ExplainResult>;
}

export type ExplainResult =
  | {
      readonly type: 'explained';
      readonly event: RecognisedEvent;
      readonly explanations: readonly Explanation[];
    }
  | { readonly type: 'invalid'; readonly errors: readonly FieldError[] };

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
