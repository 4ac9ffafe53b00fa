import type { Operation, Outcome, Progress } from '../../adapters/contract/index.ts';
import { compileSchema, type SchemaError } from '../../mappings/schema.ts';
import type { Dispatcher } from '../dispatch/contract.ts';
import type { Clock } from '../link/clock.ts';
import { type LinkRuntime, profileInForce } from '../link/runtime.ts';
import type { Logger } from '../observe/contract.ts';
import type { Store } from '../store/contract.ts';
import { createAnswerCache } from './answer-cache.ts';
import type { LookupAnswer, LookupDescription, LookupOrder, LookupService } from './contract.ts';
import { lookupFault } from './fault-rows.ts';

export interface LookupServiceDeps {
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly dispatcher: Pick<Dispatcher, 'read'>;
  readonly store: Pick<Store, 'holds'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Answers are a few KiB; this many stay within some tens of MiB. */
const maxAnswers = 5_000;
/** Questions under way per link. One that stands still must neither pile up waiting reads without end nor take the others' room. */
const maxUnderWay = 100;

/** Guarantees and what it gives up: see LookupService. Answers are kept per process, so every node asks for itself. */
export function createLookupService({ links, dispatcher, store, clock, logger }: LookupServiceDeps): LookupService {
  const cache = createAnswerCache(maxAnswers, clock.monotonic);
  const underWay = new Map<string, Map<string, Promise<Outcome>>>();
  const checks = new Map<object, (value: unknown) => SchemaError[]>();

  function offered(runtime: LinkRuntime): readonly Operation[] {
    const profile = profileInForce(runtime, clock.now());
    const { settings } = runtime.settings;
    return Object.values(runtime.adapter.operations).filter(
      ({ effect, lookup }) =>
        effect === 'read' && lookup !== undefined && (lookup.offeredBy?.(profile, settings) ?? true),
    );
  }

  function checkOf(schema: object) {
    const check = checks.get(schema) ?? compileSchema(schema);
    checks.set(schema, check);
    return check;
  }

  /** Never rejects: whatever breaks is an outcome. */
  async function read(order: LookupOrder, params: Progress): Promise<Outcome> {
    const { tenant, institution, link, operation } = order;
    try {
      const isolated = (await store.holds()).some((hold) => hold.link === link && hold.institution === undefined);
      if (isolated) return { type: 'fault', fault: lookupFault('LOOKUP_LINK_ISOLATED') };
      const { outcome } = await dispatcher.read(link, { tenant, institution, operation, params });
      return outcome;
    } catch (error) {
      const detail = error instanceof Error ? error.name : typeof error;
      logger.error('look-up failed on an error of our own', { link, operation, detail });
      return { type: 'fault', fault: lookupFault('LOOKUP_BROKEN') };
    }
  }

  /** One question at a time: whoever asks the same joins. */
  function join(key: string, order: LookupOrder, params: Progress): Promise<Outcome> {
    const ofLink = underWay.get(order.link) ?? new Map<string, Promise<Outcome>>();
    underWay.set(order.link, ofLink);
    const running = ofLink.get(key);
    if (running !== undefined) return running;
    if (ofLink.size >= maxUnderWay) return Promise.resolve({ type: 'fault', fault: lookupFault('LOOKUP_OVERLOADED') });
    const started = read(order, params)
      .then((outcome) => {
        cache.put(key, outcome);
        return outcome;
      })
      .finally(() => ofLink.delete(key));
    ofLink.set(key, started);
    return started;
  }

  return {
    list(link) {
      const runtime = links.get(link);
      return runtime && offered(runtime).flatMap(describe);
    },
    async ask(order) {
      const runtime = links.get(order.link);
      const operation = runtime && offered(runtime).find(({ id }) => id === order.operation);
      if (operation?.lookup === undefined) return fresh({ type: 'fault', fault: lookupFault('LOOKUP_UNKNOWN') });
      const { params: schema, cacheMs } = operation.lookup;
      const errors = checkOf(schema)(order.params);
      const params = errors.length > 0 ? undefined : asProgress(order.params);
      if (params === undefined)
        return { ...fresh({ type: 'fault', fault: lookupFault('LOOKUP_PARAMS_INVALID') }), errors };
      const key = keyOf(order, params);
      const known = cache.get(key, cacheMs);
      if (known !== undefined) return known;
      return fresh(await withinMs(join(key, order, params), order.timeoutMs, clock));
    },
  };
}

function fresh(outcome: Outcome): LookupAnswer {
  return { outcome, ageMs: 0 };
}

function describe({ id, native, title, lookup }: Operation): readonly LookupDescription[] {
  if (lookup === undefined) return [];
  const { answers, params, example, cacheMs } = lookup;
  return [{ operation: id, native, title, answers, params, example, cacheMs }];
}

/** @returns undefined for values that no progress can hold; a look-up's schema admits none. */
function asProgress(params: Readonly<Record<string, unknown>>): Progress | undefined {
  const entries = Object.entries(params).flatMap(([name, value]): Array<[string, Progress[string]]> => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
    return isTexts(value) ? [[name, value]] : [];
  });
  return entries.length === Object.keys(params).length ? Object.fromEntries(entries) : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** The same whatever the order of the parameters. */
function keyOf({ tenant, institution, link, operation }: LookupOrder, params: Progress): string {
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([tenant, institution, link, operation, sorted]);
}

async function withinMs(work: Promise<Outcome>, ms: number, clock: Clock): Promise<Outcome> {
  let cancel = () => {};
  const late = new Promise<Outcome>((resolve) => {
    cancel = clock.setTimer(() => resolve({ type: 'fault', fault: lookupFault('LOOKUP_TIMED_OUT') }), ms);
  });
  const outcome = await Promise.race([work, late]);
  cancel();
  return outcome;
}
