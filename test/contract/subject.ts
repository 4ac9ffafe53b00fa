import type { CallContext, DeliveryInput, IdContext, NativeRequest, Operation } from '../../adapters/contract/index.ts';
import { RequestError } from '../../adapters/contract/index.ts';
import { isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import { MappingError } from '../../mappings/engine/index.ts';
import { codeText, type EventKind, type RecognisedEvent, type TraceEvent } from '../../mappings/model/index.ts';
import { checked, type EventOrder, extensionsOf, makeEvent } from './make-event.ts';
import type { Pair } from './pairs.ts';

/** 2026-07-01 12:00 in China. */
export const now = Date.parse('2026-07-01T04:00:00Z');

/** The call context of a pair: everything in it follows from the number of the try. */
export function contextOf(pair: Pair, attempt = 1, changes: Partial<CallContext> = {}): CallContext {
  const { family, profile } = pair;
  return {
    institution: { code: 'KIT-1', name: '追溯通演示药店一', region: '430102', ...family.account(profile) },
    settings: family.settings?.(profile) ?? {},
    profile,
    now: now + attempt * 1000,
    sequence: attempt,
    randomHex: (bytes) => attempt.toString(16).padStart(bytes * 2, '5'),
    ...(family.session && { session: { values: family.session, expiresAt: now + 86_400_000 } }),
    ...changes,
  };
}

/** An event of the pair, fitted to its platform; `all` has the extensions that the profile reads. */
export function eventOf(pair: Pair, order: Omit<EventOrder, 'codes' | 'lines'>): TraceEvent {
  const { family, profile } = pair;
  const event = makeEvent({ ...order, lines: linesOf(pair, order.kind), ...(family.codes && { codes: family.codes }) });
  const extensions = extensionsOf(profile, `${order.kind}.submit`);
  const extended =
    order.amount === 'all' && Object.keys(extensions).length > 0
      ? { ...event, extensions: { [pair.adapter.id]: { ...extensions } } }
      : event;
  return checked(family.fit?.(extended, profile) ?? extended);
}

/** Two lines, or one where a request of the platform carries no more. */
export function linesOf({ adapter, profile }: Pair, kind: EventKind): number {
  const operation = Object.values(adapter.operations).find((each) => each.kind === kind);
  return Math.min(2, profile.limits[operation?.id ?? '']?.maxItems ?? operation?.maxItems ?? 2);
}

/** The event as intake hands it on: codes recognised. */
export function recognised(event: TraceEvent): RecognisedEvent {
  const lines = event.lines.map((line) => ({
    ...line,
    codes: (line.codes ?? []).flatMap((scanned) => {
      const { packLevel, parent } = typeof scanned === 'string' ? {} : scanned;
      const code = recognise(codeText(scanned), packLevel);
      return isCodeProblem(code) ? [] : [{ ...code, ...(parent !== undefined && { parent }) }];
    }),
  }));
  return { ...event, lines };
}

/** A delivery with the ids that its operation gives it. @throws RequestError for an event that the platform cannot take. */
export function deliveryOf(
  operation: Operation,
  event: TraceEvent,
  context: IdContext,
  part = { index: 0, count: 1 },
): DeliveryInput {
  const bare: DeliveryInput = {
    deliveryId: `kit-${event.documentNo}-${part.index}-${part.count}`,
    event: recognised(event),
    part,
    ids: { record: {}, items: [] },
    settledItems: [],
    firstSentAt: now,
  };
  return { ...bare, ids: operation.businessIds?.(bare, context) ?? bare.ids };
}

/** What building came to: the request, or the refusal of an input. Anything else that is thrown is a defect and stays thrown. */
export type Built = { readonly request: NativeRequest } | { readonly refusal: Error };

export function build(make: () => NativeRequest): Built {
  const made = refusalOf(make);
  return made instanceof Error ? { refusal: made } : { request: made };
}

/** @returns what was made, or the refusal of its input. */
export function refusalOf<T>(make: () => T): T | RequestError | MappingError {
  try {
    return make();
  } catch (error) {
    if (error instanceof RequestError || error instanceof MappingError) return error;
    throw error;
  }
}

/** An input that the platform takes, and what the event schema does not require but the platform does. */
export interface Minimal {
  readonly event: TraceEvent;
  readonly needs: readonly string[];
}

/** More than any platform requires; an adapter that still refuses by then refuses for another reason. */
const mostNeeds = 60;

/**
 * The least that the platform takes: what the schema requires, and whatever a refusal then names, one after the other. A refusal that
 * names nothing of the event is a defect: nobody could act on it.
 */
export function minimalEvent(pair: Pair, operation: Operation, name: string): Minimal {
  const kind = operation.kind;
  if (kind === undefined) throw new Error(`${operation.id} submits nothing`);
  const full = eventOf(pair, { kind, amount: 'all', name });
  let event = eventOf(pair, { kind, amount: 'required', name });
  const needs: string[] = [];
  const context = contextOf(pair);
  while (needs.length < mostNeeds) {
    const built = build(() => operation.buildRequest(deliveryOf(operation, event, context), context));
    if ('request' in built) return { event, needs };
    const path = missingPath(built.refusal)?.replace(/\[\d+\]/g, '[]');
    const next = path === undefined ? undefined : copied(event, full, path);
    if (path === undefined || next === undefined || needs.includes(path))
      throw new Error(
        `${pair.profile.id} ${operation.id} refuses without naming what to give: ${built.refusal.message}`,
      );
    needs.push(path);
    event = checked(next);
  }
  throw new Error(`${pair.profile.id} ${operation.id} is never content: ${needs.join(', ')}`);
}

/** @returns the event with the values that the full one has at the path (`lines[].lot`); undefined when it has none there. */
function copied(event: unknown, full: unknown, path: string): unknown {
  const [head = '', ...rest] = path.split('.');
  const name = head.replace('[]', '');
  const [own, source] = [member(event, name), member(full, name)];
  if (source === undefined) return undefined;
  if (head.endsWith('[]') && Array.isArray(source)) {
    const list = Array.isArray(own) ? own : [];
    return { ...object(event), [name]: list.map((item, index) => copied(item, source[index], rest.join('.'))) };
  }
  const required = requiredBeside(source, own);
  const value = rest.length === 0 ? source : copied({ ...required, ...object(own) }, source, rest.join('.'));
  return { ...object(event), [name]: value };
}

/** An object that was not there at all comes with what its schema wants of it: a name, a type. */
function requiredBeside(source: unknown, own: unknown): object {
  if (own !== undefined || typeof source !== 'object') return {};
  return Object.fromEntries(
    Object.entries(object(source)).filter(([name]) => ['name', 'type', 'documentNo'].includes(name)),
  );
}

function member(value: unknown, name: string): unknown {
  return Object.entries(object(value)).find(([key]) => key === name)?.[1];
}

function object(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** Where in the event a refusal looked for what it lacks: `lines[0].lot`, `prescription.doctor.name`. */
export function missingPath({ message }: Error): string | undefined {
  return /^(?:event\.)?([A-Za-z_]+(?:\[\d+\])?(?:\.[A-Za-z_]+(?:\[\d+\])?)*)(?= )/.exec(message)?.[1];
}
