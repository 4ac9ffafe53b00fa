import type { ContractFamily, FamilyReply, ReplyPlace } from '../family.ts';
import { replyOf } from '../family.ts';

const submit = 'sale-out.submit';
const status = 'capture-status';

/** A repository speaks in exceptions with their statuses (2.0) or in faults of its query (1.2), and in what events it shows. */
export const family: ContractFamily = {
  account: () => ({
    identity: { gln: '6901234000009', partyGln: '6901234000016' },
    credentials: { apiKey: 'demo-epcis-key-1' },
  }),
  settings: () => ({ companyPrefixes: ['6901234'], pollAfterMs: 100 }),
  // A repository that stores a repeated eventID again: only the enquiry keeps a document from standing there twice.
  simulator: () => ({ repeats: 'keep' }),
  door: ({ constants }) => constants.form ?? '',
  replies: (native, words, place) =>
    place.context.profile.constants.form === 'xml-1.2' ? xmlReplies(native, words) : jsonReplies(native, words, place),
  // EPCIS 1.2 asks for a status of the 200s and nothing else; the query proves.
  understands: ['empty', 'blank'],
};

/** By exception: the status that the OpenAPI document gives it. */
const statuses: Readonly<Record<string, number>> = {
  SecurityException: 401,
  NoSuchNameException: 404,
  NoSuchResourceException: 404,
  NotAcceptableException: 406,
  ResourceAlreadyExistsException: 409,
  CaptureLimitExceededException: 413,
  QueryTooLargeException: 413,
  QueryTooComplexException: 413,
  URITooLongException: 414,
  UnsupportedMediaTypeException: 415,
  IUnsupportedMediaTypeException: 415,
  ImplementationException: 500,
};

function jsonReplies(native: string, words: string, { context, input }: ReplyPlace): readonly FamilyReply[] {
  const events = { ...context, progress: { by: 'events', at: 0, failed: native, message: words } };
  const found = (event: object) => ({
    type: 'EPCISQueryDocument',
    epcisBody: { queryResults: { resultsBody: { eventList: Object.keys(event).length === 0 ? [] : [event] } } },
  });
  if (native === 'ALIEN') return [{ operation: submit, response: replyOf('', 202) }];
  if (native === 'DIFFERS') {
    const eventID = input.ids.items[0]?.ids.eventId;
    const response = replyOf(found({ type: 'TransactionEvent', eventID, action: 'ADD' }));
    return [{ operation: status, response, context: { ...context, progress: { by: 'events', at: 0 } } }];
  }
  if (native === 'PAGED') {
    const response = replyOf(found({}), 200, { link: '</events?nextPageToken=1>; rel="next"' });
    return [{ operation: status, response, context: events }];
  }
  if (native === 'JOB_FAILED') return [{ operation: status, response: replyOf(found({})), context: events }];
  const code = statuses[native] ?? 400;
  const problem = { type: `epcisException:${native}`, title: native, status: code, detail: words };
  return [submit, status].map((operation) => ({ operation, response: replyOf(problem, code) }));
}

/** The faults of the query, and what stands beside them at the capture. */
function xmlReplies(native: string, words: string): readonly FamilyReply[] {
  const exception = native.endsWith('Exception') ? native : 'UnheardOfException';
  const fault =
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><detail>` +
    `<q:${exception} xmlns:q="urn:epcglobal:epcis-query:xsd:1"><reason>${words}</reason></q:${exception}>` +
    `</detail></s:Fault></s:Body></s:Envelope>`;
  return [{ operation: status, response: replyOf(fault, 500) }];
}
