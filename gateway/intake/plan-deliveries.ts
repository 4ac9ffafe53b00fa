import { withContents } from '../../mappings/catalogue/index.ts';
import type { EventKind, RecognisedEvent } from '../../mappings/model/index.ts';
import type { Directory } from '../directory/contract.ts';
import { type LinkRuntime, packsOf, profileInForce } from '../link/runtime.ts';
import type { NewDelivery } from '../store/contract.ts';
import type { FieldError } from './contract.ts';
import { fieldError } from './errors.ts';
import type { PlannedRoute } from './plan-routes.ts';
import { splitParts } from './split-parts.ts';
import { submitOperation } from './submit-operation.ts';

export interface PlanDeliveriesDeps {
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly directory: Pick<Directory, 'context'>;
  readonly newId: () => string;
}

export interface PlannedDeliveries {
  readonly deliveries: readonly NewDelivery[];
  readonly errors: readonly FieldError[];
  readonly notes: readonly string[];
}

/**
 * Turns routes into deliveries: one per link and part. A link whose platform has no operation for the kind gets none, with a note;
 * an institution that the link cannot act for yet gets a `held` one, so that nothing is lost while the directory is completed.
 */
export async function planDeliveries(
  tenant: string,
  event: RecognisedEvent,
  routes: readonly PlannedRoute[],
  nowMs: number,
  deps: PlanDeliveriesDeps,
): Promise<PlannedDeliveries> {
  const plans = await Promise.all(routes.map((route) => planLink(tenant, event, route, nowMs, deps)));
  return {
    deliveries: plans.flatMap((plan) => plan.deliveries),
    errors: plans.flatMap((plan) => plan.errors),
    notes: plans.flatMap((plan) => plan.notes),
  };
}

async function planLink(
  tenant: string,
  event: RecognisedEvent,
  route: PlannedRoute,
  nowMs: number,
  { links, directory, newId }: PlanDeliveriesDeps,
): Promise<PlannedDeliveries> {
  const runtime = links.get(route.link);
  if (runtime === undefined) return nothing(`link ${route.link}: not configured`);
  const profile = profileInForce(runtime, Date.parse(event.occurredAt));
  const operation = submitOperation({ adapter: runtime.adapter, profile }, event.kind);
  if (operation === undefined) return nothing(`link ${route.link}: no operation for ${event.kind}`);

  const limits = {
    splitLines: operation.splitLines,
    maxItems: operation.maxItems,
    maxCodes: operation.maxCodes,
    ...profile.limits[operation.id],
  };
  const lines = packsOf(runtime, profile, operation.id) === 'children' ? event.lines.map(withContents) : event.lines;
  // Pieces count the codes that were scanned: a line whose cases were opened goes whole.
  const isOpened = route.lines.some((index) => lines[index] !== event.lines[index]);
  const { parts, tooLarge } = splitParts(lines, route.lines, isOpened ? { ...limits, splitLines: undefined } : limits);
  if (tooLarge.length > 0) {
    return {
      deliveries: [],
      notes: [],
      errors: tooLarge.map((line) => tooManyCodes(line, route.link, limits.maxCodes)),
    };
  }

  const context = await directory.context(tenant, event.institution.code, route.link);
  const missing = 'missing' in context ? context.missing : undefined;
  const after = waitsFor(event);
  const deliveries = parts.map((part, index) => ({
    id: newId(),
    link: route.link,
    operation: operation.id,
    primary: route.primary,
    part: { index, count: parts.length },
    ...part,
    nextAt: nowMs,
    ...firstState(event, missing),
    ...(after === undefined ? {} : { after }),
  }));
  return { deliveries, errors: [], notes: [] };
}

/** Shown as the reason of deliveries that wait for their sale to be settled. */
export const awaitingSettlement = 'awaiting-settlement';

/** A sale that is not settled may still not happen: it is told to nobody. What the directory lacks shows once it is settled. */
function firstState(
  { settlement }: RecognisedEvent,
  missing: string | undefined,
): Pick<NewDelivery, 'state' | 'reason' | 'awaits'> {
  if (settlement?.awaiting) return { state: 'held', reason: awaitingSettlement, awaits: 'settlement' };
  return missing === undefined ? { state: 'queued' } : { state: 'held', reason: missing };
}

/** What each kind of return gives back. Both ends of a transfer are documents of two institutions: neither waits for the other. */
const returnOf: Readonly<Partial<Record<EventKind, EventKind>>> = {
  'retail-return': 'retail-sale',
  'dispense-return': 'dispense',
  'purchase-return': 'purchase-in',
  'sale-return': 'sale-out',
};

/** A return waits for its original on the same link: platforms refuse a return of something they have not seen go or come. */
function waitsFor(event: RecognisedEvent): NewDelivery['after'] {
  const kind = returnOf[event.kind];
  if (kind === undefined || event.original === undefined) return undefined;
  return { kind, documentNo: event.original.documentNo };
}

function nothing(note: string): PlannedDeliveries {
  return { deliveries: [], errors: [], notes: [note] };
}

function tooManyCodes(line: number, link: string, maxCodes: number | undefined): FieldError {
  return fieldError('TOO_MANY_CODES', `/lines/${line}/codes`, `${link}: ${maxCodes}`);
}
