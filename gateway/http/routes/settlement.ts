import { RequestError, type SettlementFragment } from '../../../adapters/contract/index.ts';
import { describeErrors } from '../../../mappings/schema-messages.ts';
import { rehearse } from '../../dispatch/index.ts';
import { type LinkRuntime, profileInForce } from '../../link/runtime.ts';
import type { EndedWait, StoredEvent, WaitEnd } from '../../store/contract.ts';
import { withSettlement } from '../../store/event-row.ts';
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
    if (ended.type === 'refused') throw refusal(ended, await find(request));
    if (!ended.repeated) logger.info(`event ${how.state}`, { tenant, event: id, detail: how.actor });
    return ended;
  }

  /**
   * What a link's profile wants of the settlement can be told only until the wait has ended. What it refuses of the rest of the event
   * no other report would mend: that is for the delivery to show.
   * @throws ProblemError
   */
  async function requireWanted(before: StoredEvent, report: SettlementReport): Promise<void> {
    if (before.settling?.state !== 'awaiting') return;
    const event = withSettlement(before.event, report);
    const refused = new Map<string, string>();
    for (const delivery of before.deliveries) {
      const runtime = links.get(delivery.link);
      const institution = await directory.context(before.tenant, before.institution, delivery.link);
      if (runtime === undefined || 'missing' in institution) continue;
      const { inputPath = '', reason = '' } = rehearse(runtime, { ...delivery, event }, institution, clock()) ?? {};
      if (inputPath.startsWith(settlementPath)) refused.set(inputPath.slice(settlementPath.length), reason);
    }
    if (refused.size > 0) throw invalidReport(refused);
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
        await requireWanted(before, settlement);
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
  if (missing.length > 0) throw invalidReport(new Map(missing.map((name) => [name, missingReason])));
}

/** How paths of a profile's input begin that a report can mend, and what its reason begins with where nothing is there. */
const settlementPath = 'settlement.';
const missingReason = 'is missing';

/** @param reasons by dotted path in the report */
function invalidReport(reasons: ReadonlyMap<string, string>): ProblemError {
  const errors = [...reasons].map(([path, message]) => ({
    pointer: `/${path.replaceAll('.', '/')}`,
    keyword: message.startsWith(missingReason) ? 'required' : '',
    message,
    params: {},
  }));
  return new ProblemError('BODY_INVALID', { errors: bodyErrors(describeErrors(errors)) });
}

function refusal({ settling }: Extract<EndedWait, { type: 'refused' }>, { deliveries }: StoredEvent): ProblemError {
  switch (settling?.state) {
    case 'settled': {
      const isNowhere =
        deliveries.length > 0 && deliveries.every(({ state, partial }) => state === 'rejected' && !partial);
      return new ProblemError('SETTLEMENT_CONFLICT', isNowhere ? { detail: bookedNowhere } : {});
    }
    case 'abandoned':
      return new ProblemError('EVENT_ABANDONED', given({ detail: abandonedDetail(settling.reason) }));
    default:
      return new ProblemError('NOT_AWAITING_SETTLEMENT');
  }
}

const bookedNowhere = {
  zh: '结算未改变：最先回报的内容已被全部拒绝，没有任何平台入账。请用新单据号提交该销售。',
  en: 'Nothing was changed: what was reported first was refused on every link and is booked nowhere. Post the sale under a new document number.',
};

function abandonedDetail(reason: string) {
  return {
    zh: `该单据已作废：${reason}。请用新单据号提交新的销售。`,
    en: `It was abandoned: ${reason}. Post a new sale under a new number.`,
  };
}
