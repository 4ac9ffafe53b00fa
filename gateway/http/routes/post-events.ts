import type { TraceEvent } from '../../../mappings/model/index.ts';
import { describeErrors } from '../../../mappings/schema-messages.ts';
import type { StoredEvent } from '../../store/contract.ts';
import type { ApiRequest, Routes } from '../api-request.ts';
import type { Check } from '../openapi/operations.ts';
import type { BatchItem } from '../openapi.generated.ts';
import { parseWait } from '../prefer.ts';
import { bodyErrors, ProblemError, problemDocument } from '../problem.ts';
import { type Decided, replayable } from '../replay.ts';
import type { Reply } from '../reply.ts';
import type { HttpServices } from '../services.ts';
import { toProblem } from '../to-problem.ts';
import { eventView } from '../views/event-view.ts';
import { inWaves } from './batch-waves.ts';
import { readerOf } from './reader.ts';
import { waitForPrimaries } from './wait.ts';

/** Checks compiled from the document: one event, and the array around several. */
export interface EventChecks {
  readonly event: Check;
  readonly batch: Check;
}

/** Accepting events: 202 (or 200 at a replay) is only said after the commit. */
export function postEventsRoutes(services: HttpServices, checks: EventChecks): Routes {
  return {
    postEvents: {
      checksBody: true,
      async handle(request) {
        const { body } = request;
        if (Array.isArray(body)) {
          refuseInvalid(body, checks.batch);
          return replayable(request, 'postEvents', services, () => acceptBatch(body, request, services, checks));
        }
        // Refused before the key is claimed: a document that never got in may be mended and sent under the same key.
        const event = checkedEvent(body, checks);
        return replayable(request, 'postEvents', services, async () => ({
          reply: await acceptOne(event, request, services),
          keep: true,
        }));
      },
    },
  };
}

function checkedEvent(value: unknown, { event }: EventChecks): TraceEvent {
  refuseInvalid(value, event);
  // TraceEvent is generated from the schema that the value has just passed.
  return value as TraceEvent;
}

function refuseInvalid(value: unknown, check: Check): void {
  const errors = check(value);
  if (errors.length > 0) throw new ProblemError('BODY_INVALID', { errors: bodyErrors(describeErrors(errors)) });
}

async function acceptOne(event: TraceEvent, request: ApiRequest, services: HttpServices): Promise<Reply> {
  const accepted = await submit(event, request, services);
  const waitS = parseWait(request.headers.prefer);
  const [stored = accepted.event] = await waitForPrimaries([accepted.event], waitS, services);
  return {
    status: accepted.status,
    body: eventView(stored, readerOf(request, services)),
    headers: { Location: `/v1/events/${stored.id}`, ...preferenceApplied(waitS) },
  };
}

interface Accepted {
  readonly status: 200 | 202;
  readonly event: StoredEvent;
}

/** @throws ProblemError for refusals, StoreError when nothing could be stored. */
async function submit(event: TraceEvent, { caller }: ApiRequest, { intake }: HttpServices): Promise<Accepted> {
  const result = await intake.submit(caller.tenant, event);
  switch (result.type) {
    case 'accepted':
      return { status: 202, event: result.event };
    case 'replayed':
      return { status: 200, event: result.event };
    case 'conflict':
      throw new ProblemError('EVENT_CONFLICT', { eventId: result.eventId });
    case 'invalid':
      throw new ProblemError('BODY_INVALID', { errors: bodyErrors(result.errors) });
  }
}

/** Each item stands for itself; pointers in its errors start at the item. */
async function acceptBatch(
  items: readonly unknown[],
  request: ApiRequest,
  services: HttpServices,
  checks: EventChecks,
): Promise<Decided> {
  const outcomes = await inWaves(items, async (item): Promise<Accepted | ProblemError> => {
    try {
      return await submit(checkedEvent(item, checks), request, services);
    } catch (error) {
      const problem = toProblem(error);
      // What is nobody's mistake but ours must reach the log, which only the whole request does.
      if (problem.code === 'INTERNAL_ERROR') throw error;
      return problem;
    }
  });
  const stored = outcomes.flatMap((outcome) => (outcome instanceof ProblemError ? [] : [outcome.event]));
  const waitS = parseWait(request.headers.prefer);
  const waited = new Map((await waitForPrimaries(stored, waitS, services)).map((event) => [event.id, event]));
  const reader = readerOf(request, services);
  const results = outcomes.map((outcome, index): BatchItem => {
    if (outcome instanceof ProblemError) {
      const problem = problemDocument(outcome, request.language, request.requestId);
      return { index, status: problem.status, problem };
    }
    const event = waited.get(outcome.event.id) ?? outcome.event;
    return { index, status: outcome.status, event: eventView(event, reader) };
  });
  const keep = results.every(({ status }) => status < 500);
  return { reply: { status: 207, body: { results }, headers: preferenceApplied(waitS) }, keep };
}

function preferenceApplied(waitS: number | undefined): Record<string, string> {
  return waitS === undefined ? {} : { 'Preference-Applied': `wait=${waitS}` };
}
