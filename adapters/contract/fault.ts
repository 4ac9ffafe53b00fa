/** Fault categories: the one table that drives retry, breaker, HTTP reply, metric label and alert (architecture §5). */
export const faultCategories = {
  'invalid-request': { sent: 'no', retry: 'never', breaker: 'ignore', actor: 'pos-vendor' },
  rejected: { sent: 'refused', retry: 'never', breaker: 'success', actor: 'pos-vendor' },
  'already-accepted': { sent: 'refused', retry: 'never', breaker: 'success', actor: 'nobody' },
  auth: { sent: 'refused', retry: 'refresh-once-then-hold', breaker: 'success', actor: 'rollout' },
  'rate-limited': { sent: 'refused', retry: 'after-platform-delay', breaker: 'ignore', actor: 'nobody' },
  unavailable: { sent: 'no', retry: 'schedule', breaker: 'failure', actor: 'sre' },
  'unknown-outcome': { sent: 'maybe', retry: 'by-resend', breaker: 'failure', actor: 'reconciler' },
  'contract-broken': { sent: 'maybe', retry: 'by-resend', breaker: 'failure', actor: 'adapter-author' },
  'link-open': { sent: 'no', retry: 'reschedule', breaker: 'ignore', actor: 'sre' },
  overloaded: { sent: 'no', retry: 'reschedule', breaker: 'ignore', actor: 'sre' },
  misconfigured: { sent: 'no', retry: 'never', breaker: 'ignore', actor: 'rollout' },
} as const;

export type FaultCategory = keyof typeof faultCategories;

/** One classified failure of an attempt. `code` is ours (SCREAMING_SNAKE, listed at `GET /v1/errors`); native* is the platform's. */
export interface Fault {
  readonly category: FaultCategory;
  readonly code: string;
  readonly nativeCode?: string;
  /** The platform's message, scrubbed of personal data and secrets, at most 500 characters. */
  readonly nativeMessage?: string;
  /** Delay the platform itself asked for. */
  readonly retryAfterMs?: number;
  /** It speaks of packs themselves, not of how the document tells of them: what was told did happen, and correcting the document undoes nothing. */
  readonly ofPack?: true;
}

/** One row of a fault table: data that maps native replies to faults. The first row that matches wins. */
export interface FaultRow {
  /** Native codes this row is for; `*` is any. */
  readonly native: readonly string[];
  /** Tested on the native message when present. */
  readonly pattern?: RegExp;
  readonly category: FaultCategory;
  readonly code: string;
  readonly message: Bilingual;
  /** What the person named by the category should do. */
  readonly hint: Bilingual;
  /** As of Fault. */
  readonly ofPack?: true;
}

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/**
 * Looks a native reply up in fault tables, first match wins, tables in order (a profile's overrides come first).
 * @returns the fault; `otherwise` when no row matches.
 */
export function classifyNative(
  tables: ReadonlyArray<readonly FaultRow[]>,
  nativeCode: string,
  nativeMessage: string,
  otherwise: Pick<FaultRow, 'category' | 'code'>,
): Fault {
  for (const table of tables) {
    for (const row of table) {
      const codeFits = row.native.includes(nativeCode) || row.native.includes('*');
      if (codeFits && (row.pattern === undefined || row.pattern.test(nativeMessage))) {
        const { category, code, ofPack } = row;
        return { category, code, nativeCode, nativeMessage: nativeMessage.slice(0, 500), ...(ofPack && { ofPack }) };
      }
    }
  }
  return { ...otherwise, nativeCode, nativeMessage: nativeMessage.slice(0, 500) };
}
