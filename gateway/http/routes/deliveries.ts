import type { Outcome } from '../../../adapters/contract/index.ts';
import { awaitingSettlement } from '../../intake/index.ts';
import type { Delivery, RequeuedState } from '../../store/contract.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { DeliveryState, RetryRequest } from '../openapi.generated.ts';
import { ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { attemptView, deliveryView } from '../views/delivery-view.ts';
import { given } from '../views/given.ts';
import { readerOf } from './reader.ts';
import { scopeOf } from './scope.ts';

interface FindDeliveries {
  readonly link?: string;
  readonly state?: DeliveryState;
  readonly cursor?: string;
  readonly limit: number;
}

/** The outcome of an attempt that the platform took for processing. */
const accepted: Outcome['type'] = 'accepted-pending';

/** Deliveries: a tenant reaches its own, an operator those of all; everything else is not found. */
export function deliveryRoutes(services: HttpServices): Routes {
  const { store, dispatcher, clock, logger } = services;

  async function find(request: ApiRequest): Promise<Delivery> {
    const delivery = await store.getDelivery(scopeOf(request), request.params.id ?? '');
    if (delivery === undefined) throw new ProblemError('NOT_FOUND');
    return delivery;
  }

  /** What the platform once accepted stays so until it is proven absent: it is asked for, and never sent because it is not found. */
  async function takenUpAs(delivery: Delivery): Promise<RequeuedState> {
    if (delivery.state === 'parked') {
      const attempts = await store.attempts(delivery.id);
      if (attempts.some(({ outcome }) => outcome === accepted)) return 'pending';
    }
    return mayBeThere(delivery) ? 'unknown' : 'queued';
  }

  return {
    findDeliveries: {
      async handle(request: ApiRequest<unknown, FindDeliveries>) {
        const page = await store.findDeliveries({ ...request.query, ...given({ tenant: scopeOf(request) }) });
        const reader = readerOf(request, services);
        return {
          status: 200,
          body: {
            items: page.items.map((delivery) => deliveryView(delivery, reader)),
            ...given({ cursor: page.cursor }),
          },
        };
      },
    },
    getAttempts: {
      async handle(request) {
        const delivery = await find(request);
        const isOperator = request.caller.role === 'operator';
        const attempts = await store.attempts(delivery.id);
        return { status: 200, body: { items: attempts.map((attempt) => attemptView(attempt, isOperator)) } };
      },
    },
    retryDelivery: {
      async handle(request: ApiRequest<RetryRequest | undefined>) {
        const { caller, body } = request;
        const confirmedAbsent = body?.confirmedAbsent === true;
        if (confirmedAbsent && caller.role !== 'operator') throw new ProblemError('ROLE_REQUIRED');
        const delivery = await find(request);
        const to = confirmedAbsent ? 'queued' : await takenUpAs(delivery);
        const done = await store.requeue(delivery.id, clock(), { actor: caller.actor, to });
        if (!done)
          throw new ProblemError(delivery.reason === awaitingSettlement ? 'SETTLEMENT_AWAITED' : 'STATE_CONFLICT');
        const { tenant, id, link, state } = delivery;
        logger.info('delivery taken up again', { tenant, delivery: id, link, state, detail: caller.actor });
        dispatcher.wake(link);
        const now = (await store.getDelivery(scopeOf(request), id)) ?? delivery;
        return { status: 202, body: deliveryView(now, readerOf(request, services)) };
      },
    },
  };
}

/** The platform may hold the record although we have no proof: sending again blindly could make it twice. */
function mayBeThere({ state, unknownSince, fault }: Delivery): boolean {
  if (state === 'unknown' || unknownSince !== undefined) return true;
  return fault?.category === 'unknown-outcome' || fault?.category === 'contract-broken';
}
