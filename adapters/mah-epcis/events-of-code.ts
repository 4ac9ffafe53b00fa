import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { NIL_EVENT } from './event-ids.ts';
import { eventsAnswer } from './events-answer.ts';
import { eventsRequest } from './events-query.ts';
import { namesOf } from './names.ts';

/** More events of one pack are no history any more, but somebody's test data. */
const MOST_EVENTS = 100;

/** The history of one code at the repository: progress `code`, else the first code of the delivery. */
export const eventsOfCode: Operation = {
  id: 'events-of-code',
  effect: 'read',
  resend: 'safe',
  title: { zh: '按码查询事件', en: 'Events of a trace code' },
  native: 'GET /events?MATCH_anyEPC=',
  buildRequest: (input, context) =>
    eventsRequest('MATCH_anyEPC', [namesOf(context).object(codeOf(input, context))], MOST_EVENTS, context),
  parseResponse: parseHistory,
};

/** Asks for an event that cannot exist, by the parameter that every enquiry needs: proves address, credentials and the query. */
export const probe: Operation = {
  id: 'probe',
  effect: 'read',
  resend: 'safe',
  title: { zh: '链路探测', en: 'Probe of the link' },
  native: 'GET /events?EQ_eventID=',
  buildRequest: (_input, context) => eventsRequest('EQ_eventID', [NIL_EVENT], 1, context),
  parseResponse: (response, context) => {
    const answer = eventsAnswer(response, context);
    return 'fault' in answer ? { type: 'fault', fault: answer.fault } : { type: 'ok' };
  },
};

function parseHistory(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const answer = eventsAnswer(response, context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  if (answer.events.length === 0) return { type: 'not-found' };
  const events = answer.events.map(({ epcs, declaresError, ...event }) => ({
    ...event,
    codes: epcs.length,
    ...(declaresError && { declaresError }),
  }));
  return { type: 'ok', answer: { code: codeOf(input, context), events, more: answer.more } };
}

function codeOf(input: DeliveryInput | undefined, { progress }: CallContext): string {
  const code = progress?.code ?? input?.event.lines.flatMap(({ codes }) => codes)[0]?.value;
  if (typeof code === 'string' && code !== '') return code;
  throw new RequestError('CODE_MISSING', 'the look-up needs a trace code');
}
