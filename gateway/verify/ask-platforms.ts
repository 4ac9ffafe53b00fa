import type { CodeVerdict, Operation } from '../../adapters/contract/index.ts';
import type { Route } from '../../config/types.ts';
import type { RecognisedCode, RecognisedEvent } from '../../mappings/model/index.ts';
import { planRoutes } from '../intake/index.ts';
import type { Clock } from '../link/clock.ts';
import { type LinkRuntime, profileInForce } from '../link/runtime.ts';
import type { LookupService } from '../lookup/contract.ts';
import type { PlatformAnswer, VerifyOrder } from './contract.ts';
import type { VerdictCache } from './verdict-cache.ts';

export interface PlatformDeps {
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly routes: readonly Route[];
  readonly lookups: Pick<LookupService, 'ask'>;
  readonly cache: VerdictCache;
  readonly clock: Clock;
}

/** What platforms said of one pack. */
export interface PlatformVerdict {
  readonly link: string;
  readonly ageMs: number;
  readonly verdict: CodeVerdict;
}

export interface PlatformResults {
  readonly platforms: readonly PlatformAnswer[];
  /** By normal form. */
  readonly verdicts: ReadonlyMap<string, readonly PlatformVerdict[]>;
}

type Verifier = Operation & Required<Pick<Operation, 'lookup'>>;

/**
 * Asks every platform that would hear of the sale and can tell of codes, all at once, for what is not known from before.
 * Never later than `timeoutMs`, never rejects for a platform.
 */
export async function askPlatforms(
  order: VerifyOrder,
  codes: readonly RecognisedCode[],
  timeoutMs: number,
  deps: PlatformDeps,
): Promise<PlatformResults> {
  const verdicts = new Map<string, PlatformVerdict[]>();
  const asked = platformsOf(order, codes, deps).map(async ({ link, operation }) => {
    const { answer, found } = await askOne(order, codes, timeoutMs, link, operation, deps);
    for (const one of found) verdicts.set(one.verdict.code, [...(verdicts.get(one.verdict.code) ?? []), one]);
    return answer;
  });
  const platforms = (await Promise.all(asked)).flatMap((answer) => answer ?? []);
  return { platforms, verdicts };
}

/** Links that would hear of the sale of these codes, with the look-up that tells of them. */
function platformsOf(order: VerifyOrder, codes: readonly RecognisedCode[], { links, routes, clock }: PlatformDeps) {
  const planned = planRoutes(saleOf(order, codes), routes, order.role);
  return planned.flatMap(({ link }) => {
    const runtime = links.get(link);
    const operation = runtime && verifierOf(runtime, clock.now());
    return operation === undefined ? [] : [{ link, operation }];
  });
}

function saleOf({ kind, institution, region }: VerifyOrder, codes: readonly RecognisedCode[]): RecognisedEvent {
  const product = { localCode: '-', localName: '-' };
  const lines = codes.map((code) => ({ product, quantity: '1', codes: [code] }));
  return { kind, institution: { code: institution, region }, documentNo: '-', occurredAt: '', lines };
}

function verifierOf(runtime: LinkRuntime, now: number): Verifier | undefined {
  const profile = profileInForce(runtime, now);
  return Object.values(runtime.adapter.operations).find(
    (operation): operation is Verifier =>
      operation.lookup?.verifies !== undefined &&
      (operation.lookup.offeredBy?.(profile, runtime.settings.settings) ?? true),
  );
}

async function askOne(
  { tenant, institution }: VerifyOrder,
  codes: readonly RecognisedCode[],
  timeoutMs: number,
  link: string,
  { id: operation, lookup }: Verifier,
  { lookups, cache, clock }: PlatformDeps,
): Promise<{ readonly answer?: PlatformAnswer; readonly found: readonly PlatformVerdict[] }> {
  const { verifies, cacheMs } = lookup;
  const keyOf = (code: string) => [tenant, institution, link, code].join('\n');
  const now = clock.monotonic();
  const values = codes.flatMap(({ kind, value }) => (verifies?.kinds.includes(kind) ? [value] : []));
  if (verifies === undefined || values.length === 0) return { found: [] };
  const known = values.flatMap((value) => cache.get(keyOf(value), cacheMs) ?? []);
  const remembered = known.map(({ verdict, at }) => ({ link, verdict, ageMs: now - at }));
  const open = new Set(values);
  for (const { verdict } of known) open.delete(verdict.code);
  const oldest = (found: readonly PlatformVerdict[]) => Math.max(0, ...found.map(({ ageMs }) => ageMs));
  if (open.size === 0) return { answer: { link, state: 'cached', ageMs: oldest(remembered) }, found: remembered };

  const params = { [verifies.param]: [...open] };
  const { outcome, ageMs } = await lookups.ask({ tenant, institution, link, operation, params, timeoutMs });
  if (outcome.type !== 'ok') {
    const fault = outcome.type === 'fault' ? { fault: outcome.fault.code } : {};
    return { answer: { link, state: 'no-answer', ...fault }, found: remembered };
  }
  const at = clock.monotonic() - ageMs;
  const fresh = (outcome.codes ?? []).map((verdict) => {
    cache.put(keyOf(verdict.code), { verdict, at });
    return { link, verdict, ageMs };
  });
  const found = [...remembered, ...fresh];
  return { answer: { link, state: 'answered', ageMs: oldest(found) }, found };
}
