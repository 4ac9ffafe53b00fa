import type { Reply } from '../../sim-kit/index.ts';
import type { Refusal } from './refusal.ts';
import type { Job, JobError, StoredEvent } from './repository.ts';

const json = 'application/json; charset=utf-8';
const versions = { 'GS1-EPCIS-Version': '2.0.0', 'GS1-CBV-Version': '2.0.0' } as const;

export function problemReply({ exception, status, message }: Pick<Refusal, 'exception' | 'status' | 'message'>): Reply {
  return {
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: `epcisException:${exception}`, title: exception, status, detail: message }),
  };
}

/** The older door has no jobs: what fails there is the answer itself. */
export function jobErrorReply({ exception, detail }: JobError): Reply {
  const status = exception === 'ResourceAlreadyExistsException' ? 409 : 400;
  return problemReply({ exception, status, message: detail });
}

/** @param location of the capture job */
export function acceptedReply(location: string): Reply {
  return { status: 202, contentType: json, headers: { ...versions, location }, body: '' };
}

export function jobReply({ captureID, createdAt, finishedAt, behaviour, errors }: Job, now: number): Reply {
  const running = now < finishedAt;
  const body = {
    captureID,
    createdAt: new Date(createdAt).toISOString(),
    ...(!running && { finishedAt: new Date(finishedAt).toISOString() }),
    running,
    success: running || errors.length === 0,
    captureErrorBehaviour: behaviour,
    errors: running
      ? []
      : errors.map(({ exception, detail }) => ({ type: `epcisException:${exception}`, title: exception, detail })),
  };
  return { status: 200, contentType: json, headers: versions, body: JSON.stringify(body) };
}

/** @param next address of the following page, when there is one */
export function eventsReply(events: readonly StoredEvent[], now: number, next: string | undefined): Reply {
  const body = {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: new Date(now).toISOString(),
    epcisBody: {
      queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: events.map(({ event }) => event) } },
    },
  };
  const link = next === undefined ? {} : { link: `<${next}>; rel="next"` };
  return { status: 200, contentType: json, headers: { ...versions, ...link }, body: JSON.stringify(body) };
}

export const eventTypesReply: Reply = {
  status: 200,
  contentType: json,
  headers: versions,
  body: JSON.stringify({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'Collection',
    member: ['ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent'],
  }),
};

export function captureDiscovery(captureLimit: number): Reply {
  const headers = {
    ...versions,
    allow: 'GET, POST, OPTIONS',
    'GS1-EPCIS-Min': '1.2.0',
    'GS1-EPCIS-Max': '2.0.0',
    'GS1-EPCIS-Capture-Limit': String(captureLimit),
    'GS1-Capture-Error-Behaviour': 'rollback',
  };
  return { status: 204, contentType: json, headers, body: '' };
}

export const alienReply: Reply = { status: 200, contentType: json, body: '{"success":true,"result":{"id":"1"}}' };

export const limitedReply = (retryAfterMs: number): Reply => ({
  status: 429,
  contentType: json,
  headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
  body: '{"message":"too many requests"}',
});

/** Truth values as texts, and a job without an address. */
export function retypedReply(reply: Reply): Reply {
  const body = reply.body.replaceAll(/:(true|false)/g, ':"$1"').replaceAll('"eventList":[', '"eventList":["",');
  const { location, ...headers } = reply.headers ?? {};
  return { ...reply, headers, body };
}
