import {
  type Bilingual,
  type Fault,
  type FaultCategory,
  type FaultRow,
  faultCategories,
} from '../../adapters/contract/index.ts';
import { problemTypes } from './problem-types.ts';

/** 错误目录: what every code means. Built from the tables that classify, so it cannot differ from them. */
export interface ErrorCatalogue {
  readonly entries: readonly CatalogueEntry[];
  /** @param source the adapter of the link; its own wording comes before the shared one. */
  explain(fault: Pick<Fault, 'code' | 'category'>, source: string): Explanation;
}

export interface Explanation {
  readonly actor: string;
  readonly message: Bilingual;
  readonly hint: Bilingual;
}

export interface CatalogueEntry {
  readonly code: string;
  /** api, intake, link, or the adapter's id */
  readonly source: string;
  readonly status?: number;
  readonly category?: FaultCategory;
  readonly message: Bilingual;
  readonly hint?: Bilingual;
}

/** Fault tables of one source (`link`, or an adapter's id with its own and its profiles' rows). */
export interface FaultSource {
  readonly source: string;
  readonly rows: readonly Pick<FaultRow, 'code' | 'category' | 'message' | 'hint'>[];
}

/**
 * @param sources fault tables: `link` for the transports, then one per adapter in use
 * @param others codes without a fault table, e.g. those of intake
 */
export function createErrorCatalogue(
  sources: readonly FaultSource[],
  others: readonly CatalogueEntry[] = [],
): ErrorCatalogue {
  const faults = sources.flatMap(({ source, rows }) =>
    rows.map(({ code, category, message, hint }): CatalogueEntry => ({ code, source, category, message, hint })),
  );
  const entries = firstOfEach([...apiEntries(), ...others, ...faults]);
  const bySource = new Map(entries.map((entry) => [key(entry.source, entry.code), entry]));
  return {
    entries,
    explain({ code, category }, source) {
      const entry = bySource.get(key(source, code)) ?? bySource.get(key('link', code));
      const { actor } = faultCategories[category];
      const message = entry?.message ?? categoryTexts[category];
      return { actor, message, hint: entry?.hint ?? categoryTexts[category] };
    },
  };
}

function apiEntries(): CatalogueEntry[] {
  return Object.entries(problemTypes).map(([code, { status, title, hint }]) => ({
    code,
    source: 'api',
    status,
    message: title,
    hint,
  }));
}

function firstOfEach(entries: readonly CatalogueEntry[]): CatalogueEntry[] {
  const seen = new Map<string, CatalogueEntry>();
  for (const entry of entries) {
    const name = key(entry.source, entry.code);
    if (!seen.has(name)) seen.set(name, entry);
  }
  return [...seen.values()];
}

function key(source: string, code: string): string {
  return `${source} ${code}`;
}

/** For codes that no table lists; says what the category means (architecture, table of fault categories). */
const categoryTexts: Readonly<Record<FaultCategory, Bilingual>> = {
  'invalid-request': {
    zh: '内容不满足平台要求，未发送',
    en: 'The content does not meet the platform; nothing was sent',
  },
  rejected: { zh: '平台拒绝受理', en: 'The platform refused it' },
  'already-accepted': { zh: '平台此前已受理', en: 'The platform held it already' },
  auth: {
    zh: '平台不接受机构的凭证，请核对机构目录',
    en: 'The platform refused the credentials: check the directory entry',
  },
  'rate-limited': { zh: '平台限流，稍后自动重试', en: 'The platform limits the rate; it goes on by itself' },
  unavailable: { zh: '平台不可用，未被处理，自动重试', en: 'The platform is unavailable; it goes on by itself' },
  'unknown-outcome': { zh: '已发送但结果未知，正在查询确认', en: 'Sent, outcome unknown; it is being enquired' },
  'contract-broken': { zh: '平台回复无法识别，正在查询确认', en: 'The reply was not understood; it is being enquired' },
  'link-open': { zh: '链路熔断中，恢复后自动继续', en: 'The link is open; it goes on by itself after recovery' },
  overloaded: { zh: '链路繁忙，稍后自动继续', en: 'The link is busy; it goes on by itself' },
  misconfigured: { zh: '链路或机构配置有误', en: 'The link or the institution is misconfigured' },
};
