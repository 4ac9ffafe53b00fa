import { describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput } from '../../adapters/contract/index.ts';
import { adapters, simulators } from '../../adapters/index.ts';
import { epcUrns } from '../../adapters/mah-epcis/epc-urn.ts';
import { faults } from '../../adapters/mah-epcis/faults.ts';
import { mahEpcisAdapter } from '../../adapters/mah-epcis/index.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import {
  build,
  context,
  delivery,
  dialect,
  documentOf,
  drugTrace,
  found,
  fullest,
  gs1,
  held,
  institution,
  KEY,
  kinds,
  line,
  opaque,
  operation,
  parse,
  problem,
  product,
  reply,
  smallest,
  xml,
} from './mah-epcis-support.ts';

type Event = Readonly<Record<string, unknown>>;
const eventsOf = (event: RecognisedEvent, changes: Partial<CallContext> = {}): Event[] =>
  JSON.parse(documentOf(event, changes)).epcisBody.eventList;
const eventOf = (event: RecognisedEvent, changes: Partial<CallContext> = {}): Event =>
  eventsOf(event, changes)[0] ?? {};
const epcsOf = (...lines: RecognisedEvent['lines']) => eventOf({ ...smallest('sale-out'), lines }).epcList;
const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

describe('a captured document', () => {
  test('of a shipment goes out exactly so', () => {
    const event = { ...fullest('sale-out'), reason: undefined, original: undefined, documentNo: 'CK-1' };
    const { reason: _reason, original: _original, ...plain } = event;
    const request = build('sale-out.submit', delivery(plain));
    expect(request).toMatchObject({ method: 'POST', path: '/capture' });
    expect(request.headers).toEqual({
      'content-type': 'application/json',
      accept: 'application/json, application/problem+json',
      'GS1-EPCIS-Version': '2.0.0',
      'GS1-CBV-Version': '2.0.0',
      'GS1-Capture-Error-Behaviour': 'rollback',
      'X-API-Key': KEY,
    });
    const document = JSON.parse(String(request.body));
    expect(document).toEqual({
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
      id: 'urn:uuid:0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f',
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-11-23T00:30:00+08:00',
      epcisBody: { eventList: [expect.any(Object)] },
    });
    expect(request.attemptIds).toEqual({ documentId: '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f' });
    const { eventID, ...rest } = document.epcisBody.eventList[0];
    expect(eventID).toBe(delivery(plain).ids.items[0]?.ids.eventId);
    expect(rest).toEqual({
      type: 'ObjectEvent',
      eventTime: '2026-02-28T23:59:59+08:00',
      eventTimeZoneOffset: '+08:00',
      epcList: [
        'https://id.gs1.org/01/06901234567892/21/A%2F1%25%26%3C%22%3F%3E%2B',
        'urn:x-cn-drug-trace:obj:81234560000000000002',
        'urn:x-cn-drug-trace:own:obj:%E6%9C%AC%E5%8E%82%20%E7%A0%81%237',
        'https://id.gs1.org/00/069012340000000016',
        'https://id.gs1.org/01/06901234567892/21/B2',
      ],
      quantityList: [
        { epcClass: 'https://id.gs1.org/01/06901234567892/10/%E6%89%B9%E5%8F%B7%201', quantity: 2.5 },
        { epcClass: 'https://id.gs1.org/01/00000069012341', quantity: expect.any(Number) },
        { epcClass: 'urn:x-cn-drug-trace:class:8123456', quantity: 3 },
        { epcClass: 'urn:x-cn-drug-trace:class:XA01ABD075A002010100483', quantity: 0.5 },
      ],
      action: 'OBSERVE',
      bizStep: 'shipping',
      disposition: 'in_transit',
      readPoint: { id: 'https://id.gs1.org/414/6901234000009/254/12A' },
      bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:CK-1' }],
      sourceList: [{ type: 'owning_party', source: 'https://id.gs1.org/417/6901234000016' }],
      destinationList: [{ type: 'owning_party', destination: 'https://id.gs1.org/417/6901234000023' }],
    });
  });

  test('keeps every digit of a quantity, and names no person', () => {
    const body = documentOf(fullest('retail-sale'));
    expect(body).toContain('"quantity":1234567890123456.123456}');
    expect(body).toContain('"quantity":2.50}');
    for (const personal of ['张三', '李四', '11010519491231002X']) expect(body).not.toContain(personal);
  });

  test.each([
    ['retail-sale', 'OBSERVE', 'retail_selling', 'retail_sold', false],
    ['retail-return', 'OBSERVE', 'receiving', 'returned', true],
    ['dispense', 'OBSERVE', 'dispensing', 'dispensed', false],
    ['dispense-return', 'OBSERVE', 'receiving', 'returned', true],
    ['purchase-in', 'OBSERVE', 'receiving', 'in_progress', true],
    ['purchase-return', 'OBSERVE', 'shipping', 'in_transit', false],
    ['sale-out', 'OBSERVE', 'shipping', 'in_transit', false],
    ['sale-return', 'OBSERVE', 'receiving', 'returned', true],
    ['transfer-in', 'OBSERVE', 'receiving', 'in_progress', true],
    ['transfer-out', 'OBSERVE', 'shipping', 'in_transit', false],
    ['stock-count', 'OBSERVE', 'cycle_counting', undefined, true],
    ['stock-adjust', 'OBSERVE', 'cycle_counting', 'unknown', true],
    ['destroy', 'DELETE', 'destroying', 'destroyed', false],
    ['pack', 'ADD', 'packing', 'in_progress', true],
  ] as const)('%s is %s %s %s', (kind, action, bizStep, disposition, stays) => {
    const event = eventOf(smallest(kind));
    expect(event).toMatchObject({ action, bizStep });
    expect(event.disposition).toBe(disposition);
    expect('bizLocation' in event).toBe(stays);
    expect(kinds).toHaveLength(14);
  });

  test.each([
    ['purchase-return', 'recall', 'shipping', 'recalled'],
    ['sale-return', 'damage', 'receiving', 'damaged'],
    ['stock-adjust', 'loss', 'cycle_counting', 'unknown'],
    ['stock-adjust', 'scrap', 'decommissioning', 'disposed'],
    ['stock-adjust', 'other-out', 'other', 'unknown'],
  ] as const)('%s for %s is %s %s', (kind, reason, bizStep, disposition) => {
    expect(eventOf({ ...smallest(kind), reason })).toMatchObject({ bizStep, disposition });
  });

  test('of a return names its own document as rma, and the original', () => {
    const { bizTransactionList } = eventOf({ ...smallest('retail-return'), original: { documentNo: 'XS-0' } });
    expect(bizTransactionList).toEqual([
      { type: 'rma', bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:XS1' },
      { bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:XS-0' },
    ]);
  });

  test('of a sale names neither buyer nor owner', () => {
    const event = eventOf({ ...fullest('retail-sale') });
    expect(event).not.toHaveProperty('destinationList');
    expect(event).not.toHaveProperty('sourceList');
  });

  test('without GLN stands under the URIs of the settings', () => {
    const settings = { locationUri: 'https://mah.example.com/loc/{id}', codeUri: 'https://mah.example.com/obj/{code}' };
    const event = eventOf(smallest('purchase-in'), { institution, settings });
    expect(event).toMatchObject({
      epcList: ['https://mah.example.com/obj/81234560000000000001'],
      bizLocation: { id: 'https://mah.example.com/loc/P43010000001' },
      bizTransactionList: [{ type: 'recadv', bizTransaction: 'urn:x-cn-drug-trace:bt:P43010000001:XS1' }],
      destinationList: [{ type: 'owning_party', destination: 'urn:x-cn-drug-trace:pty:P43010000001' }],
    });
    expect(event).not.toHaveProperty('sourceList');
  });

  test('a counterparty is its GLN where the check digit is right, else its code, else its licence', () => {
    const source = (counterparty: RecognisedEvent['counterparty']) =>
      eventOf({ ...smallest('purchase-in'), ...(counterparty && { counterparty }) }).sourceList;
    expect(source({ name: 'x', code: '6901234000023' })).toMatchObject([
      { source: 'https://id.gs1.org/417/6901234000023' },
    ]);
    expect(source({ name: 'x', code: '6901234000024' })).toMatchObject([
      { source: 'urn:x-cn-drug-trace:pty:6901234000024' },
    ]);
    expect(source({ name: 'x', licenceNo: '湘1' })).toMatchObject([{ source: 'urn:x-cn-drug-trace:pty:%E6%B9%981' }]);
    expect(source({ name: 'x' })).toBeUndefined();
  });

  test('a mistyped GLN of our own stops before sending', () => {
    for (const identity of [{ gln: '6901234000008' }, { gln: '6901234000009', partyGln: '6901234000017' }])
      expect(refusal(() => documentOf(smallest('purchase-in'), { institution: { ...institution, identity } }))).toBe(
        'IDENTITY_INVALID',
      );
  });

  test('names an object once, however often it was scanned', () => {
    expect(epcsOf(line(gs1('A')), line(gs1('A'), drugTrace('81234560000000000001')))).toHaveLength(2);
  });

  test.each([
    ['00069012340000000016', 'https://id.gs1.org/00/069012340000000016'],
    ['(00)069012340000000016', 'https://id.gs1.org/00/069012340000000016'],
    ['00069012340000000017', 'urn:x-cn-drug-trace:own:obj:00069012340000000017'],
    ['91234560000000000001', 'urn:x-cn-drug-trace:own:obj:91234560000000000001'],
    ['a:b/c', 'urn:x-cn-drug-trace:own:obj:a%3Ab%2Fc'],
  ])('the code %s is %s', (value, uri) => {
    expect(epcsOf(line(opaque(value)))).toEqual([uri]);
  });

  test.each([
    [
      'no codes, no class',
      { ...smallest('sale-out'), lines: [{ product: product(), quantity: '1', codes: [] }] },
      'NO_CODE_FOR_PLATFORM',
    ],
    [
      'a pack that lies in none',
      { ...smallest('pack'), lines: [line(drugTrace('81234560000000000001'))] },
      'PACK_WITHOUT_PARENT',
    ],
    ['a code that is a way up', { ...smallest('sale-out'), lines: [line(opaque('..'))] }, 'CODE_NOT_EXPRESSIBLE'],
    ['half a character', { ...smallest('sale-out'), lines: [line(opaque('\ud83d'))] }, 'CODE_NOT_EXPRESSIBLE'],
  ])('%s is refused before anything is sent', (_name, event, code) => {
    expect(refusal(() => delivery(event))).toBe(code);
  });
});

describe('packs', () => {
  const big = '84444560000000000001';
  const middle = '83333330000000000001';

  test('each parent is an event of its own; the outermost is nobody’s child', () => {
    const lines = [
      line(
        drugTrace('81234560000000000001', { parent: middle }),
        drugTrace('81234560000000000002', { parent: middle }),
      ),
      line(drugTrace(middle, { parent: big }), drugTrace(big)),
    ];
    expect(eventsOf({ ...smallest('pack'), lines })).toMatchObject([
      {
        type: 'AggregationEvent',
        parentID: `urn:x-cn-drug-trace:obj:${middle}`,
        childEPCs: ['urn:x-cn-drug-trace:obj:81234560000000000001', 'urn:x-cn-drug-trace:obj:81234560000000000002'],
      },
      { parentID: `urn:x-cn-drug-trace:obj:${big}`, childEPCs: [`urn:x-cn-drug-trace:obj:${middle}`] },
    ]);
  });

  test('those that the repository holds are not sent again', () => {
    const lines = [line(gs1('A', { parent: middle })), line(gs1('B', { parent: big }))];
    const input = { ...delivery({ ...smallest('pack'), lines }), settledItems: ['event-1'] };
    const { epcisBody } = JSON.parse(String(build('pack.submit', input).body));
    expect(epcisBody.eventList).toMatchObject([{ parentID: `urn:x-cn-drug-trace:obj:${big}` }]);
    const all = { ...input, settledItems: ['event-1', 'event-2'] };
    expect(refusal(() => build('pack.submit', all))).toBe('NOTHING_LEFT');
  });
});

describe('event ids', () => {
  const idOf = (event: RecognisedEvent, changes: Partial<CallContext> = {}, more: Partial<DeliveryInput> = {}) => {
    const input = { ...delivery(event, changes), ...more };
    return operation(`${event.kind}.submit`).businessIds?.(input, context(changes)).items[0]?.ids.eventId;
  };

  test('follow from the document alone', () => {
    // Python: uuid.uuid5(namespace, '["P43010000001","retail-sale","XS1",0,1,"document"]')
    const id = idOf(smallest('retail-sale'));
    expect(id).toBe('urn:uuid:dead46ab-012a-54f8-b9a5-ba0b2126e922');
    expect(idOf(smallest('retail-sale'), { now: 1, settings: { codeUri: 'urn:aa:{code}' }, institution })).toBe(id);
    expect(idOf(fullest('retail-sale'))).not.toBe(id);
    expect(idOf(smallest('retail-return'))).not.toBe(id);
    expect(idOf(smallest('retail-sale'), {}, { part: { index: 1, count: 2 } })).not.toBe(id);
  });

  test('are asked for where dispatch has none, or has those of another division', () => {
    const input = delivery(smallest('retail-sale'));
    expect(refusal(() => build('retail-sale.submit', { ...input, ids: { record: {}, items: [] } }))).toBe(
      'BUSINESS_ID_MISSING',
    );
    const many = delivery(
      { ...smallest('retail-sale'), lines: [line(gs1('A')), line(gs1('B'))] },
      { profile: dialect({ eventPer: 'line' }) },
    );
    expect(many.ids.items).toHaveLength(2);
    expect(refusal(() => build('retail-sale.submit', many))).toBe('BUSINESS_ID_MISMATCH');
  });
});

describe('EPC URNs', () => {
  // Worked examples of the Tag Data Standard 2.0 and of the EPCIS examples: GTIN 80614141123458, SSCC 106141412345678908, GLN 0614141123452.
  const urns = epcUrns(['0614141']);

  test('are divided after the company prefix', () => {
    expect(urns.item('80614141123458', '6789')).toBe('urn:epc:id:sgtin:0614141.812345.6789');
    expect(urns.item('80614141123458', '32a/b')).toBe('urn:epc:id:sgtin:0614141.812345.32a%2Fb');
    expect(urns.logisticUnit('106141412345678908')).toBe('urn:epc:id:sscc:0614141.1234567890');
    expect(urns.place('0614141123452', '32a/b')).toBe('urn:epc:id:sgln:0614141.12345.32a%2Fb');
    expect(urns.place('0614141123452', undefined)).toBe('urn:epc:id:sgln:0614141.12345.0');
    expect(urns.party('0614141123452')).toBe('urn:epc:id:pgln:0614141.12345');
    expect(urns.productClass('80614141123458', 'L"%1')).toBe('urn:epc:class:lgtin:0614141.812345.L%22%251');
    expect(urns.productClass('80614141123458', undefined)).toBe('urn:epc:idpat:sgtin:0614141.812345.*');
  });

  test('take the longest prefix that fits, and refuse where none does', () => {
    expect(epcUrns(['0614', '061414112']).party('0614141123452')).toBe('urn:epc:id:pgln:061414112.345');
    expect(refusal(() => epcUrns(['6901234']).party('0614141123452'))).toBe('COMPANY_PREFIX_UNKNOWN');
  });

  test('a partner whose prefix nobody knows is named by the URI of the settings', () => {
    const event = { ...smallest('sale-out'), counterparty: { name: 'x', code: '0614141123452' } };
    expect(eventOf(event, { profile: dialect({ epcForm: 'urn' }) }).destinationList).toMatchObject([
      { destination: 'urn:x-cn-drug-trace:pty:0614141123452' },
    ]);
  });
});

describe('credentials', () => {
  const headersWith = (settings: Record<string, unknown>, credentials: Record<string, string>) =>
    build('probe', undefined, { settings, institution: { ...institution, credentials } }).headers;

  test.each([
    [{}, { apiKey: 'k' }, 'X-API-Key', 'k'],
    [{ apiKeyHeader: 'X-Key' }, { apiKey: 'k' }, 'X-Key', 'k'],
    [
      { auth: 'basic' },
      { username: 'u', password: 'p:ö' },
      'authorization',
      `Basic ${Buffer.from('u:p:ö').toString('base64')}`,
    ],
    [{ auth: 'bearer' }, { token: 't' }, 'authorization', 'Bearer t'],
  ])('%j', (settings, credentials, name, value) => {
    expect(headersWith(settings, credentials)[name]).toBe(value);
  });

  test('none are needed where the repository asks for none; a missing one stops before sending', () => {
    expect(Object.keys(headersWith({ auth: 'none' }, {})).some((name) => /key|authorization/i.test(name))).toBe(false);
    for (const auth of ['api-key', 'basic', 'bearer'])
      expect(refusal(() => headersWith({ auth }, {}))).toBe('IDENTITY_INCOMPLETE');
  });
});

test('the older form: XML with its media type, asked by SOAP', () => {
  const capture = build('retail-sale.submit', delivery(smallest('retail-sale')), { profile: xml });
  expect(capture).toMatchObject({ path: '/Capture', headers: { 'content-type': 'text/xml; charset=utf-8' } });
  expect(Object.keys(capture.headers).some((name) => /^gs1/i.test(name))).toBe(false);
  const input = { ...delivery(smallest('retail-sale')), receipt: 'job-1' };
  const asked = build('capture-status', input, { profile: xml });
  expect(asked).toMatchObject({ method: 'POST', path: '/Query.svc', headers: { SOAPAction: '""' } });
  expect(String(asked.body)).toContain(
    `<name>EQ_eventID</name><value xsi:type="epcisq:ArrayOfString"><string>${input.ids.items[0]?.ids.eventId}</string>`,
  );
});

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

describe('look-ups', () => {
  test('the events of a code are told in our words', () => {
    const input = delivery(smallest('retail-sale'));
    expect(build('events-of-code', input).query).toEqual({
      MATCH_anyEPC: 'urn:x-cn-drug-trace:obj:81234560000000000001',
      perPage: '100',
    });
    expect(build('events-of-code', undefined, { progress: { code: '(01)06901234567892(21)X' } }).query).toMatchObject({
      MATCH_anyEPC: 'https://id.gs1.org/01/06901234567892/21/X',
    });
    expect(refusal(() => build('events-of-code', undefined))).toBe('CODE_MISSING');
    expect(parse('events-of-code', { body: found(...held(input)) }, input)).toMatchObject({
      type: 'ok',
      answer: {
        code: '81234560000000000001',
        more: false,
        events: [{ type: 'ObjectEvent', bizStep: 'retail_selling', disposition: 'retail_sold', codes: 1 }],
      },
    });
    expect(parse('events-of-code', { body: found() }, input)).toEqual({ type: 'not-found' });
  });

  test('the probe is a read of an event that cannot exist', () => {
    expect(operation('probe').effect).toBe('read');
    expect(build('probe', undefined).query).toMatchObject({ EQ_eventID: expect.stringMatching(/^urn:uuid:0{8}-/) });
    expect(parse('probe', { body: found() })).toEqual({ type: 'ok' });
    expect(parse('probe', problem('SecurityException', 401))).toMatchObject({ fault: { category: 'auth' } });
    expect(parse('probe', problem('ImplementationException', 500))).toMatchObject({
      fault: { category: 'unavailable' },
    });
  });

  test.each([
    ['QueryParameterException', 400],
    ['QueryValidationException', 400],
    ['QueryTooLargeException', 413],
    ['QueryTooComplexException', 413],
    ['URITooLongException', 414],
  ])('a query refused with %s says so', (exception, status) => {
    expect(parse('events-of-code', problem(exception, status))).toMatchObject({
      fault: { code: 'EPCIS_QUERY_REFUSED' },
    });
  });
});

describe('the SOAP query', () => {
  const envelope = (content: string) =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`;
  const results = (list: string) =>
    envelope(
      `<q:QueryResults xmlns:q="urn:q"><queryName>SimpleEventQuery</queryName><resultsBody><EventList>${list}</EventList></resultsBody></q:QueryResults>`,
    );
  const input = delivery(smallest('retail-sale'));
  const id = input.ids.items[0]?.ids.eventId ?? '';
  const event = `<ObjectEvent><eventTime>t</eventTime><baseExtension><eventID>${id}</eventID></baseExtension><epcList><epc>urn:a:b</epc></epcList><action>OBSERVE</action></ObjectEvent>`;
  const soap = (body: string, status = 200) => parse('capture-status', { status, body }, input, { profile: xml });

  test('finds, and finds nothing', () => {
    expect(soap(results(event))).toEqual({ type: 'ok' });
    expect(soap(results(''))).toEqual({ type: 'not-found' });
    expect(soap(results(event.replace('OBSERVE', 'ADD')))).toMatchObject({ fault: { code: 'EPCIS_EVENT_DIFFERS' } });
  });

  test.each([
    ['SecurityException', 'auth'],
    ['ImplementationException', 'unavailable'],
    ['QueryTooLargeException', 'rejected'],
    ['VendorException', 'unavailable'],
  ])('tells the exception of a fault: %s is %s', (exception, category) => {
    const fault = `<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><q:${exception} xmlns:q="urn:q"><reason>r</reason></q:${exception}></detail></s:Fault>`;
    expect(soap(envelope(fault), 500)).toMatchObject({ fault: { category, nativeCode: exception } });
  });

  test.each([
    '',
    '<html/>',
    '{}',
    envelope(''),
    envelope('<q:QueryResults xmlns:q="urn:q"/>'),
    results(event) + results(''),
  ])('is not fooled by %s', (body) => {
    expect(soap(body)).toMatchObject({ fault: { category: 'contract-broken' } });
  });
});

test('every write has an enquiry; every fault says what to do in both languages; every kind has a table', () => {
  for (const { effect, enquiry } of Object.values(mahEpcisAdapter.operations)) {
    if (effect === 'write') expect(mahEpcisAdapter.operations[String(enquiry)]?.effect).toBe('read');
  }
  for (const { message, hint } of faults) {
    expect([message.zh, message.en, hint.zh, hint.en].every((text) => text.length > 0)).toBe(true);
  }
  for (const kind of kinds) expect(xml.operations).toContain(`${kind}.submit`);
  expect(adapters['mah-epcis']).toBe(mahEpcisAdapter);
  expect(simulators['mah-epcis']).toBeDefined();
});

test.each([
  [{}, true],
  [{ codeUri: 'https://mah.example.com/obj/{code}', digitalLinkDomain: 'https://id.example.com/x' }, true],
  [{ codeUri: 'urn:a-b:{code}' }, true],
  [{ codeUri: 'https://mah.example.com/obj/' }, false],
  [{ codeUri: 'http://mah.example.com/{code}' }, false],
  [{ digitalLinkDomain: 'https://id.example.com/' }, false],
  [{ companyPrefixes: ['69'] }, false],
  [{ auth: 'ntlm' }, false],
])('settings %j are valid: %s', (settings, valid) => {
  expect(compileSchema(mahEpcisAdapter.settingsSchema)(settings).length === 0).toBe(valid);
});

test('scrub masks the secrets and personal numbers', () => {
  const text = `${JSON.stringify({ 'X-API-Key': KEY, authorization: 'Bearer abc-123', password: 'pw-1', token: 'tk-1' })} 13800138000 11010519491231002X`;
  const scrubbed = mahEpcisAdapter.scrub(text);
  for (const secret of [KEY, 'abc-123', 'pw-1', 'tk-1', '13800138000', '11010519491231002X'])
    expect(scrubbed).not.toContain(secret);
});
