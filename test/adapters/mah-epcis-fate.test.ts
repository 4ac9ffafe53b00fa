import { describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput } from '../../adapters/contract/index.ts';
import {
  build,
  context,
  delivery,
  found,
  gs1,
  held,
  KEY,
  line,
  operation,
  parse,
  problem,
  reply,
  smallest,
  xml,
} from './mah-epcis-support.ts';

describe('a capture is answered', () => {
  const captured = (location: string) => parse('retail-sale.submit', { status: 202, headers: { location } });

  test.each(['/capture/job-1', 'https://elsewhere.example.com/v2/capture/job-1', '/epcis/capture/job-1/'])(
    'by a job at %s, which is asked for under the link’s own endpoint',
    (location) => {
      expect(captured(location)).toEqual({
        type: 'accepted-pending',
        reason: 'captured as a job of the repository',
        pollAfterMs: 2000,
        receipt: 'job-1',
      });
    },
  );

  test.each(['', '/capture/', '/capture/..', '/capture/a/b', '/capture/a?b=1', '/capture/a%2Fb', 'job-1'])(
    'without a usable job by %s',
    (location) => {
      expect(captured(location)).toMatchObject({ type: 'fault', fault: { category: 'contract-broken' } });
    },
  );

  test.each([
    ['ValidationException', 400, 'rejected', 'EPCIS_INVALID'],
    ['SecurityException', 401, 'auth', 'EPCIS_ACCESS_DENIED'],
    ['SecurityException', 403, 'auth', 'EPCIS_ACCESS_DENIED'],
    ['NoSuchResourceException', 404, 'misconfigured', 'EPCIS_WRONG_ADDRESS'],
    ['NotAcceptableException', 406, 'misconfigured', 'EPCIS_VERSION_OR_MEDIA_TYPE'],
    ['CaptureLimitExceededException', 413, 'rejected', 'EPCIS_CAPTURE_LIMIT'],
    ['UnsupportedMediaTypeException', 415, 'misconfigured', 'EPCIS_VERSION_OR_MEDIA_TYPE'],
    ['ImplementationException', 500, 'unknown-outcome', 'EPCIS_INTERNAL_ERROR'],
    ['ImplementationException', 501, 'unknown-outcome', 'EPCIS_INTERNAL_ERROR'],
    // The status does not fit the exception: believed by neither.
    ['ValidationException', 500, 'unknown-outcome', 'HTTP_SERVER_ERROR'],
    ['SecurityException', 200, 'contract-broken', 'HTTP_UNEXPECTED_STATUS'],
    ['VendorException', 400, 'contract-broken', 'HTTP_CLIENT_ERROR'],
  ])('by %s with %d: %s', (exception, status, category, code) => {
    expect(parse('retail-sale.submit', problem(exception, status))).toMatchObject({ fault: { category, code } });
  });

  test.each([
    [429, 'rate-limited'],
    [503, 'unknown-outcome'],
    [401, 'auth'],
    [404, 'misconfigured'],
    [302, 'contract-broken'],
    [200, 'contract-broken'],
    [201, 'contract-broken'],
  ])('by HTTP %d and nothing else: %s', (status, category) => {
    expect(parse('retail-sale.submit', { status, body: '<html></html>' })).toMatchObject({ fault: { category } });
  });

  test('by "exists": the events there are looked at before it is a duplicate', () => {
    expect(parse('retail-sale.submit', problem('ResourceAlreadyExistsException', 409))).toEqual({
      type: 'continue',
      operation: 'capture-status',
      progress: { by: 'events', at: 0, duplicate: true },
    });
  });

  test('in XML by a 200, 201 or 202 without content; only the query proves', () => {
    const older = (status: number, body: string) =>
      operation('retail-sale.submit').parseResponse(reply({ status, body }), context({ profile: xml }), undefined);
    for (const [status, body] of [
      [200, ''],
      [201, '\r\n'],
      [202, ' '],
    ] as const)
      expect(older(status, body)).toMatchObject({ type: 'accepted-pending' });
    expect(older(204, '')).toMatchObject({ fault: { category: 'contract-broken' } });
    for (const body of [
      '<ok/>',
      '<html><body>ok</body></html>',
      'OK',
      '{"ok":true}',
      '<e:ValidationException xmlns:e="urn:x"/>',
    ])
      expect(older(200, body)).toMatchObject({ fault: { category: 'contract-broken' } });
    expect(
      older(
        400,
        '<e:EPCISException xmlns:e="urn:x"><type>epcisException:ValidationException</type></e:EPCISException>',
      ),
    ).toMatchObject({
      fault: { code: 'EPCIS_INVALID' },
    });
  });
});

describe('the fate of a capture', () => {
  const job = (more: object) => ({ body: { captureID: 'job-1', running: false, success: true, errors: [], ...more } });
  const ofJob = { ...delivery(smallest('retail-sale')), receipt: 'job-1' };
  const error = (exception: string) => ({ type: `epcisException:${exception}`, title: 't', detail: 'd' });

  test('is asked by its job, when the repository named one', () => {
    expect(build('capture-status', ofJob)).toMatchObject({ method: 'GET', path: '/capture/job-1' });
    expect(build('capture-status', ofJob).headers).toMatchObject({ 'GS1-EPCIS-Max': '2.0.0', 'X-API-Key': KEY });
    const { receipt: _receipt, ...without } = ofJob;
    expect(build('capture-status', without)).toMatchObject({
      path: '/events',
      query: { EQ_eventID: ofJob.ids.items[0]?.ids.eventId, perPage: '100' },
    });
  });

  test.each([
    [{}, 'ok'],
    [{ running: true }, 'accepted-pending'],
    [{ running: true, success: false }, 'accepted-pending'],
  ])('job %j is %s', (more, type) => {
    expect(parse('capture-status', job(more), ofJob)).toMatchObject({ type });
  });

  test.each([
    [{ errors: [error('ValidationException')] }, { failed: 'ValidationException', message: 't: d' }],
    [{ errors: [] }, { failed: 'JOB_FAILED', message: '' }],
    [
      { errors: undefined, errorFile: 'https://x' },
      { failed: 'JOB_FAILED', message: '' },
    ],
  ])('a failed job %j is followed by a look at the events', (more, progress) => {
    expect(parse('capture-status', job({ success: false, ...more }), ofJob)).toMatchObject({
      type: 'continue',
      operation: 'capture-status',
      progress: { by: 'events', at: 0, ...progress },
    });
  });

  test('a job that is forgotten is no answer: the events are asked for', () => {
    expect(parse('capture-status', problem('NoSuchResourceException', 404), ofJob)).toMatchObject({ type: 'continue' });
    expect(build('capture-status', ofJob, { progress: { by: 'events', at: 0 } })).toMatchObject({ path: '/events' });
  });

  const asked = (answer: object, progress: CallContext['progress'], input: DeliveryInput = ofJob, headers = {}) =>
    parse('capture-status', { body: answer, headers }, input, progress === undefined ? {} : { progress });
  const by = (more = {}) => ({ by: 'events', at: 0, ...more });

  test('found: delivered; of a repeat: a duplicate', () => {
    expect(asked(found(...held(ofJob)), by())).toEqual({ type: 'ok', receipt: 'job-1' });
    expect(asked(found(...held(ofJob)), by({ duplicate: true }))).toEqual({
      type: 'ok',
      duplicate: true,
      receipt: 'job-1',
    });
    const withdrawn = held(ofJob).flatMap((event) => [event, { ...event, errorDeclaration: { declarationTime: 'x' } }]);
    expect(asked(found(...withdrawn), by())).toMatchObject({ type: 'ok' });
  });

  test('not found', () => {
    expect(asked(found(), by())).toEqual({ type: 'not-found' });
    expect(asked(found(), by({ duplicate: true }))).toMatchObject({ fault: { category: 'contract-broken' } });
    expect(asked(found(), by({ failed: 'ValidationException', message: 'm' }))).toEqual({
      type: 'fault',
      ofRecord: true,
      fault: { category: 'rejected', code: 'EPCIS_INVALID', nativeCode: 'ValidationException', nativeMessage: 'm' },
    });
    expect(asked(found(), by({ failed: 'JOB_FAILED', message: '' }))).toMatchObject({
      ofRecord: true,
      fault: { code: 'EPCIS_JOB_FAILED' },
    });
    expect(asked(found(), by({ failed: 'ImplementationException', message: '' }))).toEqual({
      type: 'not-found',
      failedThere: true,
    });
  });

  test.each([
    ['another type', { type: 'TransactionEvent' }],
    ['another action', { action: 'DELETE' }],
    ['fewer codes', { epcList: [] }],
  ])('found with %s: somebody else’s content under our id', (_name, change) => {
    const [event] = held(ofJob);
    expect(asked(found({ ...event, ...change }), by())).toMatchObject({
      ofRecord: true,
      fault: { code: 'EPCIS_EVENT_DIFFERS' },
    });
  });

  test('scrap that was captured as OBSERVE before it was a DELETE is our own', () => {
    const scrap = delivery({ ...smallest('stock-adjust'), reason: 'scrap' });
    const [event] = held(scrap);
    expect(event).toMatchObject({ action: 'DELETE' });
    const shown = (action: string) => asked(found({ ...event, action }), by(), scrap);
    expect(shown('OBSERVE')).toEqual({ type: 'ok' });
    expect(shown('DELETE')).toEqual({ type: 'ok' });
    expect(shown('ADD')).toMatchObject({ ofRecord: true, fault: { code: 'EPCIS_EVENT_DIFFERS' } });
  });

  test('events that nobody asked for prove nothing', () => {
    const [event] = held(ofJob);
    expect(asked(found({ ...event, eventID: 'urn:uuid:1' }), by())).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });

  const packs = delivery({
    ...smallest('pack'),
    lines: Array.from({ length: 45 }, (_, n) => line(gs1(`S${n}`, { parent: `8444456000000000${1000 + n}` }))),
  });

  test('many events are asked for by twenties', () => {
    const events = held(packs);
    const first = asked(found(...events.slice(0, 20)), undefined, packs);
    expect(first).toMatchObject({ type: 'continue', progress: { by: 'events', at: 20 } });
    const progress = first.type === 'continue' ? first.progress : {};
    expect(build('capture-status', packs, { progress }).query?.EQ_eventID?.split('|')).toHaveLength(20);
    const second = asked(found(...events.slice(20, 40)), progress, packs);
    const last = second.type === 'continue' ? second.progress : {};
    expect(asked(found(...events.slice(40)), last, packs)).toEqual({ type: 'ok' });
    expect(asked(found(...events.slice(40, 44)), last, packs)).toMatchObject({
      type: 'not-found',
      items: expect.arrayContaining([{ key: 'event-44', ok: true }]),
    });
    expect(asked(found(...events.slice(40, 44)), { ...last, failed: 'ValidationException' }, packs)).toMatchObject({
      type: 'ok',
      partial: true,
      items: expect.arrayContaining([{ key: 'event-45', ok: false, nativeCode: 'ValidationException', message: '' }]),
    });
  });

  test('a page that is not the last one proves no absence', () => {
    const headers = { link: '</events?nextPageToken=1>; rel="next"' };
    expect(asked(found(), by(), ofJob, headers)).toMatchObject({ fault: { code: 'EPCIS_ANSWER_PAGED' } });
    expect(asked(found(...held(ofJob)), by(), ofJob, headers)).toMatchObject({ type: 'ok' });
  });
});
