import type { EventKind } from '../../mappings/model/index.ts';
import {
  type Bilingual,
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { textSetting } from '../kit/settings.ts';
import { eventIds, storedEventId } from './event-id.ts';
import { readReply } from './reply.ts';
import { regulatorRequest } from './request.ts';

/** The report of one kind of event. Sent twice only where a profile says that the platform recognises the event id. */
export function submitOperation({ kind, title }: { readonly kind: EventKind; readonly title: Bilingual }): Operation {
  const id = `${kind}.submit`;
  return {
    id,
    kind,
    title,
    effect: 'write',
    resend: 'unsafe',
    native: 'submit',
    enquiry: 'event-status',
    checkHint: {
      zh: '请药监平台按事件编号(eventId)核对是否已收到该事件',
      en: 'Ask the platform whether it holds the event, by its event id',
    },
    businessIds: eventIds,
    buildRequest: (input, context) => {
      const delivery = required(input);
      const path = textSetting(context.profile.constants, 'submitPath', '');
      return regulatorRequest(id, path, storedEventId(delivery), delivery.event, context);
    },
    parseResponse: (response, context, input) => parseSubmit(response, context, required(input)),
  };
}

/** The event id is made of the document alone, so a repeat that the platform recognises is ours. */
function parseSubmit(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  const reply = readReply(response, storedEventId(input), 'write', context);
  if (!('fault' in reply)) return { type: 'ok', ...(reply.receipt && { receipt: reply.receipt }) };
  if (reply.fault.category === 'already-accepted') return { type: 'ok', duplicate: true };
  return { type: 'fault', fault: reply.fault };
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'a report needs an event');
  return input;
}
