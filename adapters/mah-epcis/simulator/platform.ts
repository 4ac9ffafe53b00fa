import {
  type Call,
  type Ledger,
  type Platform,
  type Reply,
  RequestRate,
  type SimRequest,
  utf8,
  type Verdict,
} from '../../sim-kit/index.ts';
import { admit } from './gate.ts';
import { readJsonDocument } from './json-document.ts';
import { invalid, Refusal } from './refusal.ts';
import * as write from './reply.ts';
import { type Job, Repository, type StoredEvent } from './repository.ts';
import type { JsonMap } from './rules.ts';
import type { Account, EpcisSettings } from './settings.ts';
import { faultReply, readPoll, resultsReply } from './soap.ts';
import { lastPart } from './uris.ts';
import { readXmlDocument } from './xml-document.ts';

export const paths = {
  capture: '/capture',
  events: '/events',
  eventTypes: '/eventTypes',
  xmlCapture: '/Capture',
  soapQuery: '/Query.svc',
} as const;
const JOBS = '/capture/';

/** An EPCIS repository: REST of EPCIS 2.0, and the doors of EPCIS 1.2 beside it. @param base below which its functions are served */
export function epcisPlatform(settings: EpcisSettings, base: string, ledger: Ledger, now: () => number): Platform {
  const repository = new Repository(ledger, settings);
  const rate = new RequestRate(settings.requestsPerSecond);

  const captures = (
    events: readonly JsonMap[],
    behaviour: Job['behaviour'],
    account: Account,
    done: (job: Job) => Reply,
  ): Verdict => {
    if (events.length > settings.captureLimit)
      throw new Refusal('CaptureLimitExceededException', 413, `at most ${settings.captureLimit} events`);
    return {
      apply: () => done(repository.capture(events, behaviour, account, now())),
      refuse: () => write.problemReply(invalid('refused by the business rules')),
    };
  };

  const found = (ids: readonly string[] | undefined, epcs: readonly string[] | undefined): readonly StoredEvent[] => {
    if (ids === undefined && epcs === undefined)
      throw new Refusal('QueryTooLargeException', 413, 'name events or EPCs');
    const passes = (stored: StoredEvent) =>
      (ids === undefined || ids.includes(stored.eventId)) &&
      (epcs === undefined || [...stored.epcs, stored.event.parentID].some((epc) => epcs.includes(String(epc))));
    return repository.find(passes, now());
  };

  const doors: Readonly<Record<string, (request: SimRequest, account: Account) => Verdict>> = {
    'POST /capture': (request, account) => {
      mediaType(request, /^application\/(ld\+)?json\b/i);
      const behaviour = request.headers['gs1-capture-error-behaviour'] === 'proceed' ? 'proceed' : 'rollback';
      if (!(request.headers['gs1-epcis-version'] ?? '2.0').startsWith('2.'))
        throw new Refusal('NotAcceptableException', 406, 'version not supported');
      const document = readJsonDocument(bodyOf(request));
      return captures(document, behaviour, account, ({ captureID }) =>
        write.acceptedReply(`${base}${JOBS}${captureID}`),
      );
    },
    'OPTIONS /capture': () => reads(() => write.captureDiscovery(settings.captureLimit)),
    'GET /eventTypes': () => reads(() => write.eventTypesReply),
    'GET /events': ({ url }) => reads(() => page(url)),
    'POST /Capture': (request, account) => {
      mediaType(request, /^(text|application)\/xml\b/i);
      const document = readXmlDocument(bodyOf(request));
      return captures(document, 'rollback', account, (job) =>
        job.errors[0] === undefined
          ? { status: 201, contentType: 'text/plain', body: '' }
          : write.jobErrorReply(job.errors[0]),
      );
    },
    'POST /Query.svc': (request) => {
      mediaType(request, /^text\/xml\b/i);
      if (request.headers.soapaction === undefined) throw new Refusal('ValidationException', 500, 'no SOAPAction');
      const params = readPoll(bodyOf(request));
      const unknown = [...params.keys()].find((name) => name !== 'EQ_eventID' && name !== 'MATCH_anyEPC');
      if (unknown !== undefined) throw new Refusal('QueryParameterException', 500, `${unknown} is not supported`);
      return reads(() => resultsReply(found(params.get('EQ_eventID'), params.get('MATCH_anyEPC'))));
    },
  };

  function page({ searchParams, pathname }: URL): Reply {
    const unknown = [...searchParams.keys()].find(
      (name) => !['EQ_eventID', 'MATCH_anyEPC', 'perPage', 'nextPageToken'].includes(name),
    );
    if (unknown !== undefined) throw new Refusal('QueryParameterException', 400, `${unknown} is not supported`);
    const listed = (name: string) => searchParams.get(name)?.split('|');
    const all = found(listed('EQ_eventID'), listed('MATCH_anyEPC'));
    const size = Math.min(Number(searchParams.get('perPage') ?? 30), settings.pageLimit);
    const from = Number(searchParams.get('nextPageToken') ?? 0);
    if (!Number.isSafeInteger(size) || size < 1 || !Number.isSafeInteger(from))
      throw new Refusal('QueryParameterException', 400, 'no page');
    const next = from + size < all.length ? `${pathname}?nextPageToken=${from + size}` : undefined;
    return write.eventsReply(all.slice(from, from + size), now(), next);
  }

  function judge(request: SimRequest): Verdict {
    const account = admit(request, settings);
    if (!rate.take(now())) return { refused: write.limitedReply(1000) };
    const path = request.url.pathname.slice(base.length);
    const door = doors[`${request.method} ${path}`];
    if (door !== undefined) return door(request, account);
    const job = request.method === 'GET' && path.startsWith(JOBS) ? repository.job(path.slice(JOBS.length)) : undefined;
    if (job === undefined) throw new Refusal('NoSuchResourceException', 404, 'no such resource');
    return reads(() => write.jobReply(job, now()));
  }

  function documentNosOf({ url, body }: SimRequest): readonly string[] {
    const text = utf8(body) ?? '';
    const path = url.pathname.slice(base.length);
    const job = path.startsWith(JOBS) ? repository.job(path.slice(JOBS.length)) : undefined;
    const asked =
      url.searchParams.get('EQ_eventID')?.split('|') ??
      [...text.matchAll(/<string>([^<]+)</g)].map(([, id = '']) => id);
    const written = [...text.matchAll(/(?:"bizTransaction":"|<bizTransaction[^>]*>)([^"<]{1,300})/g)].map(
      ([, uri = '']) => lastPart(uri),
    );
    return [
      ...new Set([...(job?.documentNos ?? []), ...asked.flatMap((id) => repository.documentsOf(id)), ...written]),
    ];
  }

  return {
    open: (request) => {
      const path = request.url.pathname.slice(base.length);
      const captured = request.method === 'POST' && (path === paths.capture || path === paths.xmlCapture);
      const soap = path === paths.soapQuery;
      return {
        operation: captured
          ? 'capture'
          : path.startsWith(JOBS)
            ? 'job'
            : soap || path === paths.events
              ? 'events'
              : 'unknown',
        documentNos: documentNosOf(request),
        effect: captured ? 'write' : 'read',
        check: () => checked(() => judge(request), soap),
      } satisfies Call;
    },
    limited: write.limitedReply,
    alien: () => write.alienReply,
    retyped: write.retypedReply,
    broken: () => write.problemReply({ exception: 'ImplementationException', status: 500, message: 'internal error' }),
  };
}

/** Reads answer the same whether or not a fault asks for a refusal. @throws Refusal at once, before anything is answered */
function reads(answer: () => Reply): Verdict {
  const reply = answer();
  return { apply: () => reply, refuse: () => reply };
}

function checked(work: () => Verdict, soap: boolean): Verdict {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: soap && error.status !== 401 ? faultReply(error) : write.problemReply(error) };
  }
}

function mediaType({ headers }: SimRequest, allowed: RegExp): void {
  if (!allowed.test(headers['content-type'] ?? ''))
    throw new Refusal('UnsupportedMediaTypeException', 415, 'media type not supported');
}

function bodyOf({ body }: SimRequest): string {
  const text = utf8(body);
  if (text === undefined) throw invalid('not UTF-8');
  return text;
}
