import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
  type RestRequest,
} from '../contract/index.ts';
import { jsonObjectOf } from '../kit/json.ts';
import { dialectOf } from './dialect.ts';
import { eventsAnswer } from './events-answer.ts';
import { eventsRequest } from './events-query.ts';
import { batchOf, byEvents, fateOf, isByEvents, PAGE } from './fate.ts';
import { alien, problemOf, refusal } from './problem.ts';
import { get } from './request.ts';
import { pollAfterMs } from './settings.ts';

/**
 * What became of a capture: its job, where the repository named one and the job is still known; else, and after a failed job, the
 * events themselves by eventID, which is the proof that counts.
 */
export const captureStatus: Operation = {
  id: 'capture-status',
  effect: 'read',
  resend: 'safe',
  title: { zh: '采集结果查询', en: 'Fate of a capture' },
  native: 'GET /capture/{captureID}, GET /events?EQ_eventID=',
  buildRequest: (input, context) => buildStatus(required(input), context),
  parseResponse: (response, context, input) => parseStatus(response, context, required(input)),
};

function buildStatus(input: DeliveryInput, context: CallContext): RestRequest {
  if (!asksForJob(input, context))
    return eventsRequest(
      'EQ_eventID',
      batchOf(input, context).map(({ eventId }) => eventId),
      PAGE,
      context,
    );
  const { capturePath } = dialectOf(context.profile);
  return get(`${capturePath}/${input.receipt}`, {}, context);
}

function parseStatus(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  return asksForJob(input, context) ? parseJob(response, context) : parseEvents(response, context, input);
}

function asksForJob({ receipt }: DeliveryInput, context: CallContext): boolean {
  return receipt !== undefined && dialectOf(context.profile).form === 'json-2.0' && !isByEvents(context.progress);
}

/** `success` of a running job says only that nothing has failed so far (EPCIS 2.0 §12, table of capture jobs). */
function parseJob(response: NativeResponse, context: CallContext): Outcome {
  // Jobs may be forgotten sooner than events.
  if (response.status === 404) return byEvents({});
  if (response.status !== 200) return { type: 'fault', fault: refusal(response, 'read', context) };
  const job = jsonObjectOf(response.body);
  if (job === undefined || typeof job.running !== 'boolean' || typeof job.success !== 'boolean')
    return { type: 'fault', fault: alien('no capture job') };
  if (job.running) {
    const reason = 'being captured by the repository';
    return { type: 'accepted-pending', reason, pollAfterMs: pollAfterMs(context.settings) };
  }
  if (job.success) return { type: 'ok' };
  const [problem] = (Array.isArray(job.errors) ? job.errors : []).flatMap((error) => problemOf(error) ?? []);
  return byEvents({ failed: problem?.exception ?? 'JOB_FAILED', message: (problem?.message ?? '').slice(0, 300) });
}

function parseEvents(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  const answer = eventsAnswer(response, context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  return fateOf(answer, input, context);
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'an enquiry needs a delivery');
  return input;
}
