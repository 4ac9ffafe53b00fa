import { RequestError, type SettlementFragment } from '../../../adapters/contract/index.ts';
import { describeErrors } from '../../../mappings/schema-messages.ts';
import { type LinkRuntime, profileInForce } from '../../link/runtime.ts';
import type { EndedWait, StoredEvent, WaitEnd } from '../../store/contract.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { AbandonRequest, SettlementReport } from '../openapi.generated.ts';
import { parseWait } from '../prefer.ts';
import { bodyErrors, ProblemError } from '../problem.ts';
import type { Reply } from '../reply.ts';
import type { HttpServices } from '../services.ts';
import { eventView } from '../views/event-view.ts';
import { given } from '../views/given.ts';
import { readerOf } from './reader.ts';
import { waitForPrimaries } from './wait.ts';

/** 医保结算 stays with the till: it asks for what belongs into its own request, settles, and reports what came of it. */
export function settlementRoutes(services: HttpServices): Routes {
  const { store, directory, links, dispatcher, clock, logger } = services;

  async function find({ caller, params }: ApiRequest): Promise<StoredEvent> {
    const event = await store.getEvent(caller.tenant, params.id ?? '');
    if (event === undefined) throw new ProblemError('NOT_FOUND');
    return event;
  }

  /** Ends the wait and tells what the event is now. @throws ProblemError when it has ended in another way, or never was. */
  async function end(request: ApiRequest, how: WaitEnd): Promise<{ readonly repeated: boolean }> {
    const { tenant } = request.caller;
    const id = request.params.id ?? '';
    const ended = await store.endWait(tenant, id, how);
    if (ended === undefined) throw new ProblemError('NOT_FOUND');
    if (ended.type === 'refused') throw refusal(ended);
    if (!ended.repeated) logger.info(`event ${how.state}`, { tenant, event: id, detail: how.actor });
    return ended;
  }

  return {
    settlementFragment: {
      async handle(request: ApiRequest<unknown, { readonly link?: string }>) {
        const event = await find(request);
        const runtime = settlingLink(event, request.query.link, links);
        const institution = await directory.context(event.tenant, event.institution, runtime.id);
        if ('missing' in institution) {
          const { missing } = institution;
          throw new ProblemError('INSTITUTION_INCOMPLETE', { detail: { zh: missing, en: missing } });
        }
        const profile = profileInForce(runtime, event.occurredAt);
        const { settings } = runtime;
        const context = { institution, settings: settings.settings, profile };
        const { fragment, placement } = fragmentOf(runtime, linesOn(event, runtime.id), context);
        return { status: 200, body: { link: runtime.id, profile: profile.id, fragment, placement } };
      },
    },
    reportSettlement: {
      async handle(request: ApiRequest<SettlementReport>): Promise<Reply> {
        const before = await find(request);
        const settlement = request.body;
        requireIds(before, settlement);
        const { actor } = request.caller;
        const { repeated } = await end(request, { state: 'settled', at: clock(), actor, settlement });
        for (const link of new Set(before.deliveries.map((delivery) => delivery.link))) dispatcher.wake(link);
        const waitS = parseWait(request.headers.prefer);
        const [stored = before] = await waitForPrimaries([await find(request)], waitS, services);
        return {
          status: repeated ? 200 : 202,
          body: eventView(stored, readerOf(request, services)),
          ...(waitS === undefined ? {} : { headers: { 'Preference-Applied': `wait=${waitS}` } }),
        };
      },
    },
    abandonEvent: {
      async handle(request: ApiRequest<AbandonRequest>) {
        const { reason } = request.body;
        await end(request, { state: 'abandoned', at: clock(), actor: request.caller.actor, reason });
        const event = await find(request);
        for (const { link } of event.deliveries) dispatcher.wake(link);
        return { status: 200, body: eventView(event, readerOf(request, services)) };
      },
    },
  };
}

/** @throws ProblemError when the named link, or none of the event's, has a part in settling. */
function settlingLink(
  event: StoredEvent,
  wanted: string | undefined,
  links: ReadonlyMap<string, LinkRuntime>,
): LinkRuntime {
  const [primaries, others] = [true, false].map((primary) =>
    event.deliveries.filter((delivery) => delivery.primary === primary).map(({ link }) => link),
  );
  const concerned = [...(primaries ?? []), ...(others ?? [])];
  const found = concerned
    .filter((link) => wanted === undefined || link === wanted)
    .flatMap((link) => links.get(link) ?? [])
    .find(({ adapter }) => adapter.settlementFragment !== undefined);
  if (found === undefined) throw new ProblemError('FRAGMENT_NOT_SUPPORTED');
  return found;
}

/** The event as the link hears of it. A line that does not concern it keeps its place without codes: the till counts lines. */
function linesOn({ event, deliveries }: StoredEvent, link: string): StoredEvent['event'] {
  const indexes = new Set(deliveries.filter((delivery) => delivery.link === link).flatMap(({ lines }) => lines));
  return { ...event, lines: event.lines.map((line, index) => (indexes.has(index) ? line : { ...line, codes: [] })) };
}

function fragmentOf(
  { adapter }: LinkRuntime,
  ...[event, context]: Parameters<NonNullable<LinkRuntime['adapter']['settlementFragment']>>
): SettlementFragment {
  try {
    return adapter.settlementFragment?.(event, context) ?? { fragment: {}, placement: {} };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const detail = `${error.code}: ${error.message}`;
    throw new ProblemError('FRAGMENT_NOT_POSSIBLE', { detail: { zh: detail, en: detail } });
  }
}

/** An insured sale is uploaded under both ids; a report that ends the wait without them could never be completed. */
function requireIds({ event }: StoredEvent, report: SettlementReport): void {
  if (report.type === 'self-pay') return;
  const missing = [
    ...(report.id === undefined ? ['id'] : []),
    ...((report.visitNo ?? event.settlement?.visitNo) === undefined ? ['visitNo'] : []),
  ];
  if (missing.length === 0) return;
  const errors = missing.map((name) => ({ pointer: `/${name}`, keyword: 'required', message: '', params: {} }));
  throw new ProblemError('BODY_INVALID', { errors: bodyErrors(describeErrors(errors)) });
}

function refusal({ settling }: Extract<EndedWait, { type: 'refused' }>): ProblemError {
  switch (settling?.state) {
    case 'settled':
      return new ProblemError('SETTLEMENT_CONFLICT');
    case 'abandoned':
      return new ProblemError('EVENT_ABANDONED', given({ detail: abandonedDetail(settling.reason) }));
    default:
      return new ProblemError('NOT_AWAITING_SETTLEMENT');
  }
}

function abandonedDetail(reason: string) {
  return {
    zh: `该单据已作废：${reason}。请用新单据号提交新的销售。`,
    en: `It was abandoned: ${reason}. Post a new sale under a new number.`,
  };
}
