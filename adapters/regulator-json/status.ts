import {
  type CallContext,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { textOf } from '../kit/json.ts';
import { atPath } from '../kit/json-path.ts';
import { textSetting } from '../kit/settings.ts';
import { NIL_EVENT, storedEventId } from './event-id.ts';
import { alien, readReply } from './reply.ts';
import { regulatorRequest } from './request.ts';
import { pollAfterMs } from './settings.ts';

/** What became of an event, by its id. */
export const eventStatus: Operation = {
  id: 'event-status',
  effect: 'read',
  resend: 'safe',
  title: { zh: '事件报送状态查询', en: 'Enquiry for an event' },
  native: 'status',
  buildRequest: (input, context) => {
    if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'an enquiry needs a delivery');
    return statusRequest(storedEventId(input), context);
  },
  parseResponse: (response, context, input) => {
    if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'an enquiry needs a delivery');
    return parseStatus(response, storedEventId(input), context);
  },
};

/** Proves address, identity, digests both ways and clock, by asking for the event that cannot exist. */
export const probe: Operation = {
  ...eventStatus,
  id: 'probe',
  title: { zh: '链路探测', en: 'Probe of the link' },
  buildRequest: (_input, context) => statusRequest(NIL_EVENT, context),
  parseResponse: (response, context) => {
    const outcome = parseStatus(response, NIL_EVENT, context);
    return outcome.type === 'fault' ? outcome : { type: 'ok' };
  },
};

function statusRequest(eventId: string, context: CallContext) {
  const path = textSetting(context.profile.constants, 'statusPath', '');
  return regulatorRequest('event-status', path, eventId, undefined, context);
}

function parseStatus(response: NativeResponse, eventId: string, context: CallContext): Outcome {
  const reply = readReply(response, eventId, 'read', context);
  if ('fault' in reply) return { type: 'fault', fault: reply.fault };
  const { dialect, receipt } = reply;
  const held = receipt === '' ? {} : { receipt };
  switch (textOf(atPath(reply.body, dialect.statePath))) {
    case dialect.stateAccepted:
      return { type: 'ok', ...held };
    case dialect.statePending: {
      const reason = 'being processed by the platform';
      return { type: 'accepted-pending', reason, pollAfterMs: pollAfterMs(context.settings), ...held };
    }
    case dialect.stateNotFound:
      return { type: 'not-found' };
    default:
      return { type: 'fault', fault: alien('state not recognised') };
  }
}
