import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
  type RestRequest,
} from '../contract/index.ts';
import { chinaRfc3339 } from '../kit/china-time.ts';
import { randomUuid } from '../kit/name-uuid.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { epcisEvents } from './event.ts';
import { eventIds } from './event-ids.ts';
import { byEvents } from './fate.ts';
import { jsonDocument } from './json-document.ts';
import type { Kind } from './kinds.ts';
import { alien, refusal } from './problem.ts';
import { jsonCaptureHeaders, xmlHeaders } from './request.ts';
import { pollAfterMs } from './settings.ts';
import { xmlDocument } from './xml-document.ts';

/** No figure is published; one event with so many EPCs is about 1 MB. A profile lowers it to what its repository names. */
const MAX_CODES = 10_000;
const UUID_BYTES = 16;
const BLANKS: readonly number[] = [0x09, 0x0a, 0x0d, 0x20];
/** EPCIS 1.2 §10.2 asks for a status of the 200s; these are the ones that repositories give. */
const XML_TAKEN: readonly number[] = [200, 201, 202];

/** Reports an event of one kind: a capture of one EPCISDocument, whose fate only the enquiry tells. */
export function captureOperation({ kind, title }: Kind): Operation {
  const id = `${kind}.submit`;
  return {
    id,
    kind,
    title,
    effect: 'write',
    resend: 'unsafe',
    native: 'POST /capture',
    maxCodes: MAX_CODES,
    // A coded line says its codes and no quantity.
    splitLines: true,
    enquiry: 'capture-status',
    checkHint: {
      zh: '请存储库运营方按 eventID 核对是否已采集该事件',
      en: "Ask the repository's operator whether it holds the events, by eventID",
    },
    businessIds: (input, context) => eventIds(id, input, context),
    buildRequest: (input, context) => buildCapture(id, required(input), context),
    parseResponse: (response, context) => parseCapture(response, context),
  };
}

function buildCapture(id: string, input: DeliveryInput, context: CallContext): RestRequest {
  const dialect = dialectOf(context.profile);
  const events = epcisEvents(id, input, context).filter(({ key }) => !input.settledItems.includes(key));
  if (events.length === 0) throw new RequestError('NOTHING_LEFT', 'the repository holds every event of the delivery');
  const head = { id: randomUuid(context.randomHex(UUID_BYTES)), creationDate: chinaRfc3339(context.now) };
  const xml = dialect.form === 'xml-1.2';
  return {
    protocol: 'rest',
    method: 'POST',
    path: dialect.capturePath,
    headers: xml ? xmlHeaders(context, dialect.mediaType) : jsonCaptureHeaders(context, jsonForm(dialect)),
    body: xml ? xmlDocument(head, events) : jsonDocument(head, events),
    attemptIds: { documentId: head.id },
  };
}

function jsonForm({ mediaType, errorBehaviour, errorBehaviourHeader }: Dialect) {
  return { mediaType, behaviour: { [errorBehaviourHeader]: errorBehaviour } };
}

function parseCapture(response: NativeResponse, context: CallContext): Outcome {
  const { form } = dialectOf(context.profile);
  if (form === 'xml-1.2' && XML_TAKEN.includes(response.status)) return takenAsXml(response, context);
  if (form === 'json-2.0' && response.status === 202) return takenAsJob(response, context);
  const fault = refusal(response, 'write', context);
  return fault.category === 'already-accepted' ? byEvents({ duplicate: true }) : { type: 'fault', fault };
}

function takenAsJob({ headers }: NativeResponse, context: CallContext): Outcome {
  const receipt = jobOf(headers.location);
  if (receipt === undefined) return { type: 'fault', fault: alien('202 without a capture job') };
  return {
    type: 'accepted-pending',
    reason: 'captured as a job of the repository',
    pollAfterMs: pollAfterMs(context.settings),
    receipt,
  };
}

/** The standard gives the answer no content: a page of a gateway has some, and is none. Only the query proves. */
function takenAsXml({ body }: NativeResponse, context: CallContext): Outcome {
  const isEmpty = body.every((byte) => BLANKS.includes(byte));
  if (!isEmpty) return { type: 'fault', fault: alien('a capture is answered without content') };
  const reason = 'taken by the repository, to be confirmed by a query';
  return { type: 'accepted-pending', reason, pollAfterMs: pollAfterMs(context.settings) };
}

/**
 * The id at the end of the Location, absolute or relative; wherever it points, only the link's own endpoint is asked. Two of them, which
 * arrive joined by a comma and a blank, name no job.
 */
function jobOf(location: string | undefined): string | undefined {
  return /^\S*\/capture\/([A-Za-z0-9_~:-][A-Za-z0-9._~:-]{0,199})\/?$/.exec(location ?? '')?.[1];
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'a capture needs an event');
  return input;
}
