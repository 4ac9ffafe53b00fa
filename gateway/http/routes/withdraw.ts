import { faultCategories } from '../../../adapters/contract/index.ts';
import { withdrawOperation } from '../../intake/index.ts';
import type { Attempt, Delivery, StoredEvent } from '../../store/contract.ts';
import { isBookedInPart } from '../../store/withdrawal-row.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import { say } from '../language.ts';
import type { WithdrawRequest } from '../openapi.generated.ts';
import { ProblemError } from '../problem.ts';
import { type ProblemCode, problemTypes } from '../problem-types.ts';
import type { HttpServices } from '../services.ts';
import { deliveryView } from '../views/delivery-view.ts';
import { eventView } from '../views/event-view.ts';
import { readerOf } from './reader.ts';
import { scopeOf } from './scope.ts';

type Refusal = Extract<
  ProblemCode,
  | 'WITHDRAWAL_NOT_SUPPORTED'
  | 'WITHDRAWAL_NOT_POSSIBLE'
  | 'WITHDRAWAL_NOT_DELIVERED'
  | 'WITHDRAWAL_NOT_OURS'
  | 'ALREADY_WITHDRAWN'
>;

/** Taking back what a platform holds: a delivery of its own, which refers to the one it takes back. */
export function withdrawRoutes(services: HttpServices): Routes {
  const { store, links, dispatcher, clock, newId, logger } = services;

  /** @returns the id of the withdrawal, or why there is none. */
  async function withdraw(
    delivery: Delivery,
    { occurredAt }: Pick<StoredEvent, 'occurredAt'>,
    { caller, body }: ApiRequest<WithdrawRequest>,
  ): Promise<string | Refusal> {
    const runtime = links.get(delivery.link);
    const operation = runtime && withdrawOperation(runtime, delivery.operation, occurredAt);
    if (operation === undefined) return 'WITHDRAWAL_NOT_SUPPORTED';
    const refused = refusalOf(delivery);
    if (refused !== undefined) return refused;
    if (operation.sharesNumbers && delivery.duplicate) {
      const attempts = await store.attempts(delivery.id);
      if (!mayBeOurs(attempts, runtime?.adapter.login)) return 'WITHDRAWAL_NOT_OURS';
    }
    const id = newId();
    const order = { id, operation: operation.id, reason: body.reason, actor: caller.actor, now: clock() };
    if (!(await store.withdraw(delivery, order))) return 'ALREADY_WITHDRAWN';
    const { tenant, link } = delivery;
    logger.warn('delivery is taken back', { tenant, link, delivery: delivery.id, detail: caller.actor });
    dispatcher.wake(link);
    return id;
  }

  return {
    withdrawDelivery: {
      async handle(request: ApiRequest<WithdrawRequest>) {
        const scope = scopeOf(request);
        const delivery = await store.getDelivery(scope, request.params.id ?? '');
        if (delivery === undefined) throw new ProblemError('NOT_FOUND');
        const event = await store.getEvent(delivery.tenant, delivery.eventId);
        if (event === undefined) throw new ProblemError('NOT_FOUND');
        const result = await withdraw(delivery, event, request);
        if (isRefusal(result)) throw new ProblemError(result);
        const withdrawal = await store.getDelivery(scope, result);
        if (withdrawal === undefined) throw new ProblemError('NOT_FOUND');
        return { status: 202, body: deliveryView(withdrawal, readerOf(request, services)) };
      },
    },
    withdrawEvent: {
      async handle(request: ApiRequest<WithdrawRequest>) {
        const { tenant } = request.caller;
        const event = await store.getEvent(tenant, request.params.id ?? '');
        if (event === undefined) throw new ProblemError('NOT_FOUND');
        const results: Array<{ readonly delivery: Delivery; readonly result: string | Refusal }> = [];
        for (const delivery of event.deliveries) {
          if (delivery.withdrawal === undefined)
            results.push({ delivery, result: await withdraw(delivery, event, request) });
        }
        const refused = results.flatMap(({ delivery, result }) =>
          isRefusal(result) ? [{ delivery, code: result }] : [],
        );
        if (refused.length === results.length) throw new ProblemError(reasonOf(refused.map(({ code }) => code)));
        const now = (await store.getEvent(tenant, event.id)) ?? event;
        const left = refused.map(({ delivery: { id, link }, code }) => {
          return { delivery: id, link, code, detail: say(problemTypes[code].hint, request.language) };
        });
        return { status: 202, body: { event: eventView(now, readerOf(request, services)), left } };
      },
    },
  };
}

function refusalOf(delivery: Delivery): Refusal | undefined {
  const { state, withdrawal, withdrawnBy } = delivery;
  if (withdrawal !== undefined) return 'WITHDRAWAL_NOT_POSSIBLE';
  if (withdrawnBy !== undefined) return 'ALREADY_WITHDRAWN';
  return state === 'delivered' || isBookedInPart(delivery) ? undefined : 'WITHDRAWAL_NOT_DELIVERED';
}

const unknownFates = new Set<string | undefined>(
  Object.entries(faultCategories).flatMap(([category, { sent }]) => (sent === 'maybe' ? [category] : [])),
);

/**
 * The attempt that met the record there is the last write. That it is ours takes an earlier one that may have put it there: taken by
 * the platform, or of unknown fate.
 * @param login the sign-in, whose failures are attempts too
 */
function mayBeOurs(attempts: readonly Attempt[], login: string | undefined): boolean {
  const writes = attempts.filter(({ effect, operation }) => effect === 'write' && operation !== login).slice(0, -1);
  return writes.some(({ sent, category }) => sent && (category === undefined || unknownFates.has(category)));
}

const refusals: ReadonlySet<string> = new Set<Refusal>([
  'WITHDRAWAL_NOT_SUPPORTED',
  'WITHDRAWAL_NOT_POSSIBLE',
  'WITHDRAWAL_NOT_DELIVERED',
  'WITHDRAWAL_NOT_OURS',
  'ALREADY_WITHDRAWN',
]);

function isRefusal(result: string | Refusal): result is Refusal {
  return refusals.has(result);
}

/** The one that the caller can do most about. */
function reasonOf(codes: readonly Refusal[]): Refusal {
  const order: readonly Refusal[] = ['WITHDRAWAL_NOT_DELIVERED', 'WITHDRAWAL_NOT_OURS', 'ALREADY_WITHDRAWN'];
  return order.find((code) => codes.includes(code)) ?? 'WITHDRAWAL_NOT_SUPPORTED';
}
