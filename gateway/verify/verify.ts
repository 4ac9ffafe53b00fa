import type { Catalogue, CatalogueRow } from '../../mappings/catalogue/index.ts';
import { isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import { chinaDate } from '../../mappings/engine/index.ts';
import type { RecognisedCode } from '../../mappings/model/index.ts';
import type { Policy } from '../../mappings/policy/index.ts';
import type { CatalogueService } from '../catalogue/contract.ts';
import type { Movement } from '../ledger/contract.ts';
import { createLives, recordsFor, seenBy } from '../ledger/index.ts';
import type { Store } from '../store/contract.ts';
import { askPlatforms, type PlatformDeps, type PlatformVerdict } from './ask-platforms.ts';
import type { Evidence, Reason, Verification, VerifiedCode, VerifiedProduct, VerifyService } from './contract.ts';
import { createCallJudge } from './judge-call.ts';
import { judgePack, type Sale } from './judge-pack.ts';
import { expiryRead, judgeReading } from './judge-reading.ts';
import { byGravity, reason, told } from './reasons.ts';
import { repeatRule } from './repeat-rule.ts';
import { createVerdictCache } from './verdict-cache.ts';

export interface VerifyDeps extends Omit<PlatformDeps, 'cache'> {
  readonly store: {
    readonly ledger: Pick<Store['ledger'], 'packs'>;
  };
  readonly catalogue: Pick<CatalogueService, 'rowsFor'>;
  readonly policy: Pick<Policy, 'rulesFor'>;
}

/** A verdict takes some 200 bytes. */
const maxVerdicts = 50_000;
/** Kept back from the platforms' time, to judge and to reply. */
const reserveMs = 20;

/** Local evidence first; platforms get what remains of the deadline, all at once, and are never waited for beyond it. */
export function createVerifyService(deps: VerifyDeps): VerifyService {
  const { store, catalogue, policy, clock } = deps;
  const platformDeps = { ...deps, cache: createVerdictCache(maxVerdicts, clock.monotonic) };

  async function localEvidence(tenant: string, codes: readonly RecognisedCode[], today: string) {
    const packs = codes.flatMap(({ value, identifies }) => (identifies === undefined ? [value] : []));
    const prefixes = [...new Set(codes.flatMap(({ prefix }) => prefix ?? []))];
    const gtins = [...new Set(codes.flatMap(({ gtin }) => gtin ?? []))];
    const [records, table] = await Promise.all([
      store.ledger.packs(packs),
      catalogue.rowsFor({ prefixes, gtins }, today),
    ]);
    return { livesOf: createLives(recordsFor(tenant, records)), table };
  }

  return {
    async verify(given, place): Promise<Verification> {
      const startedAt = clock.monotonic();
      const now = clock.now();
      const today = chinaDate(now);
      const readings = given.codes.map((raw) => ({ raw, read: recognise(raw) }));
      const codes = [
        ...new Map(readings.flatMap(({ read }) => (isCodeProblem(read) ? [] : [[read.value, read]]))).values(),
      ];
      const [{ livesOf, table }, where] = await Promise.all([localEvidence(given.tenant, codes, today), place]);
      const order = { ...given, ...where };
      const remainingMs = order.deadlineMs - reserveMs - (clock.monotonic() - startedAt);
      const asked =
        remainingMs > 0
          ? await askPlatforms(order, codes, remainingMs, platformDeps)
          : { platforms: [], verdicts: new Map<string, readonly PlatformVerdict[]>() };

      const sight = (movement: Movement) => seenBy(order.tenant, movement);
      const isOwn = (movement: Movement) => movement.tenant === order.tenant;
      const sale: Sale = {
        isOwn,
        institution: order.institution,
        split: order.split,
        today,
        repeat: repeatRule(policy, order, now),
        told: (movement) => told(sight(movement)),
      };
      const judgeCall = createCallJudge(codes);
      const items = readings.map(({ raw, read }): VerifiedCode => {
        if (isCodeProblem(read)) {
          const { problem, message } = read;
          return { raw, verdict: 'ask', reasons: [{ code: problem, verdict: 'ask', message }], evidence: [] };
        }
        const life = livesOf(read.value);
        const said = asked.verdicts.get(read.value) ?? [];
        const rows = rowsOf(read, table);
        // A mistyped date of another tenant's document must not stop this one's till.
        const dated = life.movements.findLast((movement) => isOwn(movement) && movement.facts.expiresOn !== undefined);
        const expiresOn = expiryRead(read) ?? dated?.facts.expiresOn;
        const pack = { state: life.now, ...(expiresOn === undefined ? {} : { expiresOn }) };
        const found = [
          ...judgePack(pack, sale),
          ...judgeCall(read, life),
          ...said.flatMap(platformReason),
          ...judgeReading(read, life.movements.length > 0),
        ];
        const isFree = found.every(({ verdict }) => verdict === 'sell');
        const sorted = byGravity(isFree ? [inFavour(read, rows), ...found] : found);
        return {
          raw,
          code: read.value,
          kind: read.kind,
          ...productOf(rows),
          verdict: sorted[0]?.verdict ?? 'ask',
          reasons: sorted,
          evidence: [
            ...life.steps.map(({ movement }) => ledgerEvidence(sight(movement), now)),
            ...rows.map((row) => catalogueEvidence(row, now)),
            ...said.map(platformEvidence),
          ],
        };
      });
      return { items, platforms: asked.platforms, tookMs: clock.monotonic() - startedAt };
    },
  };
}

/** Why it may be sold when nothing speaks against it. A catalogue is seldom whole: that it lacks a product stops no sale. */
function inFavour({ identifies }: RecognisedCode, rows: readonly CatalogueRow[]): Reason {
  if (identifies === 'batch' || identifies === 'product')
    return reason(
      'BATCH_CODE',
      'sell',
      '该码为整批共用，不能区分单盒，可以销售。',
      'All packs of the batch carry this code: nothing tells one from another. It may be sold.',
    );
  if (rows.length === 0)
    return reason(
      'UNKNOWN_PRODUCT',
      'sell',
      '商品目录中没有该码对应的品种；其他未发现异常，可以销售。',
      'The catalogue does not know the product of this code. Nothing else speaks against it; it may be sold.',
    );
  return reason('NOTHING_AGAINST', 'sell', '未发现异常，可以销售。', 'Nothing speaks against it; it may be sold.');
}

function platformReason({ link, verdict: { verdict, message } }: PlatformVerdict): Reason[] {
  if (verdict === 'accepted') return [];
  const text = message ?? '';
  return verdict === 'refused'
    ? [
        reason(
          'PLATFORM_REFUSES',
          'ask',
          `平台 ${link} 不认可该码：${text}。请核对实物。`,
          `Platform ${link} does not accept the code: ${text}. Compare the pack.`,
        ),
      ]
    : [
        reason(
          'PLATFORM_ALERT',
          'ask',
          `平台 ${link} 提示异常：${text}。请核对实物。`,
          `Platform ${link} gives an alert: ${text}. Compare the pack.`,
        ),
      ];
}

function rowsOf({ prefix, gtin }: RecognisedCode, { byPrefix, byGtin }: Catalogue): readonly CatalogueRow[] {
  if (prefix !== undefined) return byPrefix.get(prefix) ?? [];
  return gtin === undefined ? [] : (byGtin.get(gtin) ?? []);
}

/** The rows of one code agree on the product; the first names it. */
function productOf([row]: readonly CatalogueRow[]): { readonly product?: VerifiedProduct } {
  if (row === undefined) return {};
  const { localName, spec, nhsaCode, gtin, manufacturer } = row;
  return {
    product: {
      ...(localName === undefined ? {} : { name: localName }),
      ...(spec === undefined ? {} : { spec }),
      ...(nhsaCode === undefined ? {} : { nhsaCode }),
      ...(gtin === undefined ? {} : { gtin }),
      ...(manufacturer === undefined ? {} : { manufacturer }),
    },
  };
}

function ledgerEvidence(movement: ReturnType<typeof seenBy>, now: number): Evidence {
  return { from: 'ledger', ageMs: Math.max(0, now - movement.occurredAt), movement };
}

function catalogueEvidence({ source, validFrom }: CatalogueRow, now: number): Evidence {
  return { from: 'catalogue', ageMs: Math.max(0, now - Date.parse(`${validFrom}T00:00:00+08:00`)), source };
}

function platformEvidence({ link, ageMs, verdict: { verdict, message } }: PlatformVerdict): Evidence {
  return { from: 'platform', ageMs, link, verdict, ...(message === undefined ? {} : { message }) };
}
