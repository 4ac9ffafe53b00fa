import type { Hub } from '../../config/types.ts';
import { chinaDate, chinaDay } from '../../mappings/engine/index.ts';
import type { RecognisedEvent, TraceEvent } from '../../mappings/model/index.ts';
import { type Circumstances, type Decision, decide, explain, type Policy } from '../../mappings/policy/index.ts';
import type { CatalogueService } from '../catalogue/contract.ts';
import type { Directory } from '../directory/contract.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Logger, Metrics } from '../observe/contract.ts';
import type { StockCover, UncodedStockStore } from '../policy/contract.ts';
import { stockClaims } from '../policy/index.ts';
import {
  type AcceptResult,
  type Delivery,
  type NewDelivery,
  type NewEvent,
  type Page,
  type Store,
  type StoredEvent,
  StoreError,
} from '../store/contract.ts';
import { checkEvent } from './check-event.ts';
import { completeLines } from './complete-lines.ts';
import type { FieldError, Intake, IntakeResult } from './contract.ts';
import { decisionNote } from './decision-note.ts';
import { fieldError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { addContents } from './pack-contents.ts';
import { type FindParents, parentNote } from './parents.ts';
import { planDeliveries } from './plan-deliveries.ts';
import { planRoutes } from './plan-routes.ts';
import { recogniseLines } from './recognise-lines.ts';
import { type FindRepeats, type Repeat, repeatNote } from './repeats.ts';
import { contentTakers, takenKinds, wantsContents } from './submit-operation.ts';

export interface IntakeDeps {
  readonly store: Pick<Store, 'accept' | 'findEvents'> & { readonly uncodedStock: Pick<UncodedStockStore, 'cover'> };
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly hub: Pick<Hub, 'routes'>;
  readonly directory: Pick<Directory, 'context' | 'get'>;
  /** Absent: lines stay as they were sent. */
  readonly catalogue?: Pick<CatalogueService, 'tableFor' | 'contentsOf'> | undefined;
  readonly policy: Pick<Policy, 'rulesFor'>;
  /** Absent: nobody looks whether codes were sold before. */
  readonly findRepeats?: FindRepeats | undefined;
  /** Absent: nobody looks whether a pack stands together with a larger one around it. */
  readonly findParents?: FindParents | undefined;
  readonly clock: { now(): number };
  /** Ascending unique ids, see uuidv7.ts. */
  readonly newId: () => string;
  readonly metrics: Pick<Metrics, 'intake'>;
  readonly logger: Logger;
  /** Told after the commit which links have new work. */
  readonly onAccepted: (links: readonly string[]) => void;
}

interface Prepared {
  readonly type: 'prepared';
  readonly event: RecognisedEvent;
  readonly circumstances: Circumstances;
  readonly repeats: readonly Repeat[];
  readonly notes: readonly string[];
}
type Invalid = Extract<IntakeResult, { type: 'invalid' }>;
type StockDiffers = Extract<AcceptResult, { type: 'stock-differs' }>;

/** Times an event is decided again because other sales took from the same stock in between. */
const maxDecisions = 5;
const noCover: StockCover = { short: [], bought: [] };
/** Institutions of one tenant may all have the number: asked for at a time. */
const pageSize = 100;

/** recognise → complete → decide → accept in one transaction. The event has passed the API schema before it comes here. */
export function createIntake(deps: IntakeDeps): Intake {
  const { store, hub, directory, catalogue, policy, clock, newId, metrics, logger, onAccepted } = deps;
  const kinds = takenKinds(deps.links.values());
  const openers = contentTakers(deps.links.values());
  const routesAskForRoles = hub.routes.some((route) => route.when.roles !== undefined);

  /** Everything that is known of the event before it is stored. */
  async function prepare(tenant: string, sent: TraceEvent, now: number): Promise<Prepared | Invalid> {
    const checked = checkEvent(sent, now, kinds);
    const { lines: recognised, errors, notes } = recogniseLines(sent.lines);
    if (checked.errors.length + errors.length > 0) return { type: 'invalid', errors: [...checked.errors, ...errors] };

    const day = chinaDay(sent.occurredAt);
    // Asked all at once: the store's thread answers them in one batch.
    const scanned: RecognisedEvent = { ...sent, lines: recognised };
    const [table, role, repeats, parents] = await Promise.all([
      catalogue?.tableFor(recognised, day),
      roleOf(tenant, sent),
      deps.findRepeats?.(tenant, scanned) ?? [],
      deps.findParents?.(tenant, scanned) ?? [],
    ]);
    const completed =
      table === undefined
        ? { lines: recognised, notes: [], otherProductLines: new Set<number>() }
        : completeLines(recognised, table, day);
    const opened =
      catalogue !== undefined && wantsContents(openers, sent.kind, Date.parse(sent.occurredAt))
        ? await addContents(tenant, completed.lines, catalogue)
        : { lines: completed.lines, notes: [] };
    const event: RecognisedEvent = { ...sent, lines: opened.lines };
    const repeatedLines = new Set(repeats.map(({ line }) => line));
    const firm = new Set(repeats.flatMap((repeat) => (repeat.firm ? [repeat.line] : [])));
    const hearsayLines = new Set([...repeatedLines].filter((line) => !firm.has(line)));
    const { otherProductLines } = completed;
    const before = { repeatedLines, hearsayLines };
    const circumstances: Circumstances = { arrivedOn: chinaDate(now), role, ...before, otherProductLines };
    const found = [...repeats.map(repeatNote), ...parents.map(parentNote)];
    const allNotes = [...checked.notes, ...notes, ...completed.notes, ...opened.notes, ...found];
    return { type: 'prepared', event, circumstances, repeats, notes: allNotes };
  }

  async function submit(tenant: string, sent: TraceEvent): Promise<IntakeResult> {
    const now = clock.now();
    const prepared = await prepare(tenant, sent, now);
    if (prepared.type === 'invalid') return prepared;
    let cover = await coverOf(tenant, prepared.event);
    for (let times = 0; times < maxDecisions; times += 1) {
      const result = await accept(tenant, sent, prepared, cover, now);
      if (result.type !== 'stock-differs') return result;
      cover = result.cover;
    }
    throw new StoreError('unavailable', 'the uncoded stock changed too often meanwhile', { retryAfterS: 1 });
  }

  function coverOf(tenant: string, event: RecognisedEvent): Promise<StockCover> {
    const claims = stockClaims(event);
    if (claims.length === 0) return Promise.resolve(noCover);
    return store.uncodedStock.cover(tenant, event.institution.code, claims);
  }

  /** @param cover how the 无码库 serves the lines, as far as known: the store says so when it is otherwise */
  async function accept(
    tenant: string,
    sent: TraceEvent,
    prepared: Prepared,
    cover: StockCover,
    now: number,
  ): Promise<IntakeResult | StockDiffers> {
    const { event, notes } = prepared;
    const circumstances = { ...prepared.circumstances, ...stockCircumstances(cover) };
    const decisions = decide(event, policy, circumstances);
    const blocked = decisions.filter(({ outcome }) => outcome === 'block');
    if (blocked.length > 0 && !(await isStored(tenant, event)))
      return {
        type: 'invalid',
        errors: blocked.flatMap((decision) => blockedLines(decision, event, prepared.repeats)),
      };

    const routes = planRoutes(event, hub.routes, circumstances.role);
    const planned = await planDeliveries(tenant, event, routes, now, deps);
    if (planned.errors.length > 0) return { type: 'invalid', errors: planned.errors };

    const links = [...new Set(planned.deliveries.map((delivery) => delivery.link))];
    const header: NewEvent['event'] = {
      id: newId(),
      tenant,
      institution: sent.institution.code,
      kind: sent.kind,
      documentNo: sent.documentNo,
      fingerprint: fingerprint(sent),
      occurredAt: Date.parse(sent.occurredAt),
      acceptedAt: now,
      event,
      ...(event.settlement?.awaiting ? { settling: { state: 'awaiting' } } : {}),
      notes: [
        `routes: ${links.join(', ') || 'none'}`,
        ...planned.notes,
        ...notes,
        ...decisions.map((decision) => decisionNote(decision, event.lines.length)),
      ],
    };
    const claims = stockClaims(event);
    const result = await store.accept({
      event: header,
      codes: codeRows(event),
      deliveries: planned.deliveries,
      ...(claims.length === 0 ? {} : { stock: { claims, cover } }),
    });
    if (result.type !== 'created') return result;
    if (links.length === 0) logger.warn('event matches no route', { tenant, event: header.id, kind: header.kind });
    onAccepted(links);
    return { type: 'accepted', event: asStored(header, planned.deliveries) };
  }

  /** What was accepted once is a replay however rules and ledger stand by now. */
  async function isStored(tenant: string, { kind, documentNo, institution }: RecognisedEvent): Promise<boolean> {
    let page: Page<StoredEvent> | undefined;
    do {
      const cursor = page?.cursor === undefined ? {} : { cursor: page.cursor };
      page = await store.findEvents({ tenant, documentNo, limit: pageSize, ...cursor });
      if (page.items.some((stored) => stored.kind === kind && stored.institution === institution.code)) return true;
    } while (page.cursor !== undefined);
    return false;
  }

  /** A blocking rule says at each line why the event is refused, in its own words; one on repeats also which sale was before. */
  function blockedLines(
    { rule, message, lines }: Decision,
    { institution }: RecognisedEvent,
    repeats: readonly Repeat[],
  ): FieldError[] {
    const onRepeats = policy.rulesFor(institution.region).find(({ id }) => id === rule)?.when?.repeated === true;
    return lines.map((line) => {
      const told = onRepeats ? repeats.find((repeat) => repeat.line === line && repeat.firm)?.told : undefined;
      const { zh, en } = message;
      const words = told === undefined ? message : { zh: `${zh}（${told.zh}）`, en: `${en} (${told.en})` };
      return { ...fieldError('BLOCKED_BY_POLICY', `/lines/${line}`, rule), message: words };
    });
  }

  function policyAsksForRoles(region: string): boolean {
    return policy.rulesFor(region).some(({ when }) => when?.roles !== undefined);
  }

  async function roleOf(tenant: string, event: TraceEvent): Promise<string | undefined> {
    const { role, region } = event.institution;
    if (role !== undefined || !(routesAskForRoles || policyAsksForRoles(region))) return role;
    return (await directory.get(tenant, event.institution.code))?.role;
  }

  return {
    async explain(tenant, event) {
      const prepared = await prepare(tenant, event, clock.now());
      if (prepared.type === 'invalid') return prepared;
      const cover = await coverOf(tenant, prepared.event);
      const circumstances = { ...prepared.circumstances, ...stockCircumstances(cover) };
      const explanations = explain(prepared.event, policy, circumstances);
      return { type: 'explained', event: prepared.event, explanations };
    },
    async submit(tenant, event) {
      const startedAt = clock.now();
      const count = (result: IntakeResult['type'] | 'failed') =>
        metrics.intake(result, event.kind, clock.now() - startedAt);
      try {
        const result = await submit(tenant, event);
        count(result.type);
        return result;
      } catch (error) {
        count('failed');
        throw error;
      }
    },
  };
}

function stockCircumstances({ short, bought }: StockCover): Pick<Circumstances, 'unregisteredLines' | 'boughtOn'> {
  return { unregisteredLines: new Set(short), boughtOn: new Map(bought.map(({ line, on }) => [line, on])) };
}

function codeRows(event: RecognisedEvent): NewEvent['codes'] {
  return event.lines.flatMap(({ codes }, line) => codes.map(({ value, kind }) => ({ value, kind, line })));
}

/** The event as it now stands in the store. A delivery that met a hold at the commit shows as `queued` here, as `held` when read. */
function asStored(event: NewEvent['event'], deliveries: readonly NewDelivery[]): StoredEvent {
  const { id: eventId, tenant, institution, kind, documentNo, acceptedAt } = event;
  const stored = deliveries.map(
    ({ awaits: _, ...delivery }): Delivery => ({
      ...delivery,
      eventId,
      tenant,
      institution,
      kind,
      documentNo,
      attempts: 0,
      enquiries: 0,
      duplicate: false,
      partial: false,
      items: [],
      codes: [],
      createdAt: acceptedAt,
      updatedAt: acceptedAt,
    }),
  );
  return { ...event, deliveries: stored };
}
