import type { ApiRequest, Routes } from '../api-request.ts';
import type { DeliveryState, SettlementState } from '../openapi.generated.ts';
import { ProblemError } from '../problem.ts';
import type { HttpServices } from '../services.ts';
import { eventView } from '../views/event-view.ts';
import { given } from '../views/given.ts';
import { readerOf } from './reader.ts';

interface FindEvents {
  readonly documentNo?: string;
  readonly code?: string;
  readonly state?: DeliveryState;
  readonly settlement?: SettlementState;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** Reading events: always the caller's own tenant, whatever the role. */
export function eventRoutes(services: HttpServices): Routes {
  const { store } = services;
  return {
    getEvent: {
      async handle(request) {
        const event = await store.getEvent(request.caller.tenant, request.params.id ?? '');
        if (event === undefined) throw new ProblemError('NOT_FOUND');
        return { status: 200, body: eventView(event, readerOf(request, services)) };
      },
    },
    findEvents: {
      async handle(request: ApiRequest<unknown, FindEvents>) {
        const { from, to, settlement: settling, ...query } = request.query;
        const page = await store.findEvents({
          ...query,
          tenant: request.caller.tenant,
          ...given({ from: epochMs(from), to: epochMs(to), settling }),
        });
        const reader = readerOf(request, services);
        return {
          status: 200,
          body: { items: page.items.map((event) => eventView(event, reader)), ...given({ cursor: page.cursor }) },
        };
      },
    },
  };
}

function epochMs(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
