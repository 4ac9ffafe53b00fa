import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/mah-epcis/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/index.ts';

let sim: Simulator;
beforeEach(async () => {
  sim = await start({ port: 0, controlPort: 0 });
});
afterEach(() => sim.close());

type Json = Record<string, unknown>;

/** An event as a careful client writes it, from the standard alone. */
const event = (changes: Json = {}): Json => ({
  type: 'ObjectEvent',
  eventID: 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  eventTime: '2026-07-01T10:00:00.5+08:00',
  eventTimeZoneOffset: '+08:00',
  epcList: ['https://id.gs1.org/01/06901234567892/21/A1'],
  action: 'OBSERVE',
  bizStep: 'shipping',
  disposition: 'in_transit',
  readPoint: { id: 'https://id.gs1.org/414/6901234000009' },
  bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:CK-1' }],
  'example:note': 'ours',
  ...changes,
});
const document = (events: unknown = [event()], changes: Json = {}): Json => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { example: 'http://ns.example.com/' }],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-07-01T10:00:01+08:00',
  epcisBody: { eventList: events },
  ...changes,
});
const without = (name: string): Json =>
  Object.fromEntries(Object.entries(event()).filter(([member]) => member !== name));

const capture = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${sim.endpoint}/capture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'demo-epcis-key-1', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const get = async (path: string) => {
  const response = await fetch(sim.endpoint + path, { headers: { 'x-api-key': 'demo-epcis-key-1' } });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
};
const eventsAt = async (query: string): Promise<Json[]> => {
  const { body } = await get(`/events?${query}`);
  const { epcisBody } = body as { epcisBody: { queryResults: { resultsBody: { eventList: Json[] } } } };
  return epcisBody.queryResults.resultsBody.eventList;
};

test('captures a document, shows its job and its events, and books each event once', async () => {
  const response = await capture(document());
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe('/epcis/capture/job-1');
  expect((await get('/capture/job-1')).body).toMatchObject({
    captureID: 'job-1',
    running: false,
    success: true,
    errors: [],
  });
  expect(await eventsAt(`EQ_eventID=${encodeURIComponent(String(event().eventID))}`)).toMatchObject([event()]);
  expect(
    await eventsAt(`MATCH_anyEPC=${encodeURIComponent('https://id.gs1.org/01/06901234567892/21/A1')}`),
  ).toHaveLength(1);
  expect(await eventsAt('EQ_eventID=urn%3Auuid%3A1%7Curn%3Auuid%3A2')).toEqual([]);
  await capture(document());
  expect((await get('/capture/job-2')).body).toMatchObject({
    success: false,
    errors: [{ type: 'epcisException:ResourceAlreadyExistsException' }],
  });
  expect(sim.ledger()).toMatchObject([
    { documentNo: 'CK-1', codes: ['(01)06901234567892(21)A1'], institution: 'demo-epcis-001' },
  ]);
});

test.each<[string, unknown]>([
  ['no JSON', '{'],
  ['a list', []],
  ['no context', document([event()], { '@context': undefined })],
  ['another context', document([event()], { '@context': ['https://schema.org'] })],
  ['no type', document([event()], { type: 'Document' })],
  ['an unknown member', document([event()], { extra: 1 })],
  ['no creation date', document([event()], { creationDate: undefined })],
  ['an old version', document([event()], { schemaVersion: '1.2' })],
  ['no events', document([])],
  ['an event of no type', document([event({ type: 'SaleEvent' })])],
  ['no time', document([without('eventTime')])],
  ['a time without offset', document([event({ eventTime: '2026-07-01T10:00:00' })])],
  ['a day that is none', document([event({ eventTime: '2026-02-30T10:00:00Z' })])],
  ['no offset', document([without('eventTimeZoneOffset')])],
  ['an offset that is none', document([event({ eventTimeZoneOffset: '8' })])],
  ['no action', document([without('action')])],
  ['an action that is none', document([event({ action: 'MOVE' })])],
  ['a step that is none', document([event({ bizStep: 'returning' })])],
  ['a step that claims to be of the CBV', document([event({ bizStep: 'urn:epcglobal:cbv:bizstep:returning' })])],
  ['a disposition that is none', document([event({ disposition: 'sold' })])],
  ['no objects', document([event({ epcList: [] })])],
  ['an object twice', document([event({ epcList: ['urn:a:b', 'urn:a:b'] })])],
  ['an object that is no URI', document([event({ epcList: ['81234560000000000001'] })])],
  ['a URI with a blank', document([event({ epcList: ['urn:a:b c'] })])],
  ['a broken percent-encoding', document([event({ epcList: ['urn:a:b%2'] })])],
  ['a quantity as text', document([event({ quantityList: [{ epcClass: 'urn:a:b', quantity: '1' }] })])],
  ['a quantity of nothing', document([event({ quantityList: [{ epcClass: 'urn:a:b', quantity: 0 }] })])],
  ['a read point as text', document([event({ readPoint: 'urn:a:b' })])],
  [
    'a document type that is none',
    document([event({ bizTransactionList: [{ type: 'sale', bizTransaction: 'urn:a:b' }] })]),
  ],
  ['a party without type', document([event({ sourceList: [{ source: 'urn:a:b' }] })])],
  ['master data of what is only seen', document([event({ ilmd: {} })])],
  ['an unknown member of an event', document([event({ note: 'x' })])],
  ['null', document([event({ bizLocation: null })])],
  [
    'a pack without parent',
    document([{ ...without('epcList'), type: 'AggregationEvent', action: 'ADD', childEPCs: ['urn:a:b'] }]),
  ],
  [
    'a pack without children',
    document([{ ...without('epcList'), type: 'AggregationEvent', action: 'ADD', parentID: 'urn:a:b' }]),
  ],
])('refuses %s', async (_what, body) => {
  const response = await capture(body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ type: 'epcisException:ValidationException' });
  expect(sim.ledger()).toHaveLength(0);
});

test.each<[string, Record<string, string>, number, string]>([
  ['a wrong key', { 'x-api-key': 'x' }, 401, 'SecurityException'],
  [
    'a password for a token',
    { 'x-api-key': '', authorization: 'Bearer demo-epcis-password-1' },
    401,
    'SecurityException',
  ],
  ['form data', { 'content-type': 'text/plain' }, 415, 'UnsupportedMediaTypeException'],
  ['a version of the future', { 'gs1-epcis-version': '3.0.0' }, 406, 'NotAcceptableException'],
])('refuses %s', async (_what, headers, status, exception) => {
  const response = await capture(document(), headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ type: `epcisException:${exception}` });
  expect(sim.ledger()).toHaveLength(0);
});

test('queries: unknown parameters, none at all, pages', async () => {
  const many = Array.from({ length: 5 }, (_, n) => event({ eventID: `urn:uuid:${n}` }));
  await capture(document(many));
  expect((await get('/events?EQ_bizStep=shipping')).body).toMatchObject({
    type: 'epcisException:QueryParameterException',
  });
  expect((await get('/events')).status).toBe(413);
  const ids = many.map(({ eventID }) => eventID).join('|');
  const page = await get(`/events?EQ_eventID=${encodeURIComponent(ids)}&perPage=2`);
  expect(page.headers.get('link')).toMatch(/rel="next"/);
  expect(await eventsAt(`EQ_eventID=${encodeURIComponent(ids)}&perPage=2&nextPageToken=4`)).toHaveLength(1);
});

test('says by OPTIONS what it takes, and lists its event types', async () => {
  const options = await fetch(`${sim.endpoint}/capture`, {
    method: 'OPTIONS',
    headers: { 'x-api-key': 'demo-epcis-key-1' },
  });
  expect(options.status).toBe(204);
  expect(options.headers.get('gs1-epcis-capture-limit')).toBe('1000');
  expect((await get('/eventTypes')).body).toMatchObject({ member: expect.arrayContaining(['ObjectEvent']) });
  expect((await get('/capture/job-9')).body).toMatchObject({ type: 'epcisException:NoSuchResourceException' });
});

describe('the door of EPCIS 1.2', () => {
  const xmlEvent =
    '<ObjectEvent><eventTime>2026-07-01T10:00:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>' +
    '<baseExtension><eventID>urn:uuid:1</eventID></baseExtension><epcList><epc>urn:epc:id:sgtin:6901234.056789.A1</epc></epcList>' +
    '<action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep></ObjectEvent>';
  const xmlDocument = (events: string, root = 'xmlns:epcis="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2"') =>
    `<epcis:EPCISDocument ${root} creationDate="2026-07-01T10:00:01+08:00"><EPCISBody><EventList>${events}</EventList></EPCISBody></epcis:EPCISDocument>`;
  const post = (path: string, body: string) =>
    fetch(sim.endpoint + path, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', soapaction: '""', 'x-api-key': 'demo-epcis-key-1' },
      body,
    });

  test('takes a document once', async () => {
    expect((await post('/Capture', xmlDocument(xmlEvent))).status).toBe(201);
    expect((await post('/Capture', xmlDocument(xmlEvent))).status).toBe(409);
    expect(sim.ledger()).toHaveLength(1);
  });

  test.each([
    ['no XML', 'x'],
    ['a document type', `<!DOCTYPE x>${xmlDocument(xmlEvent)}`],
    ['EPCIS 2.0', xmlDocument(xmlEvent, 'xmlns:epcis="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0"')],
    ['no events', xmlDocument('')],
    [
      'elements out of order',
      xmlDocument(
        xmlEvent
          .replace('<action>OBSERVE</action>', '')
          .replace('</ObjectEvent>', '<action>OBSERVE</action></ObjectEvent>'),
      ),
    ],
    ['a word of CBV 2.0', xmlDocument(xmlEvent.replace('bizstep:shipping', 'bizstep:sampling'))],
    ['a bare word', xmlDocument(xmlEvent.replace('urn:epcglobal:cbv:bizstep:shipping', 'shipping'))],
    [
      'an element in a namespace',
      xmlDocument(xmlEvent.replace('<ObjectEvent>', '<ObjectEvent xmlns="urn:epcglobal:epcis:xsd:1">')),
    ],
    ['an unknown element', xmlDocument(xmlEvent.replace('<action>', '<note>x</note><action>'))],
  ])('refuses %s', async (_what, body) => {
    expect((await post('/Capture', body)).status).toBe(400);
    expect(sim.ledger()).toHaveLength(0);
  });

  test('a Poll with a parameter it does not know, and no Poll, are SOAP faults', async () => {
    const envelope = (content: string) =>
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`;
    const poll = `<q:Poll xmlns:q="urn:epcglobal:epcis-query:xsd:1"><queryName>SimpleEventQuery</queryName><params><param><name>EQ_x</name><value/></param></params></q:Poll>`;
    for (const body of [envelope(poll), envelope('<q:Poll xmlns:q="urn:x"/>'), envelope('')]) {
      const response = await post('/Query.svc', body);
      expect(response.status).toBe(500);
      expect(await response.text()).toMatch(/<s:Fault>.*Exception/);
    }
  });
});

/** GS1's examples may not be copied: they are read where the variable says (`.ci/run` sets it). */
const schemaDir = process.env.EPCIS_SCHEMA_DIR;

if (schemaDir === undefined) {
  test("GS1's own examples are captured where EPCIS_SCHEMA_DIR names the folder that holds them", () => {
    expect(schemaDir).toBeUndefined();
  });
} else {
  const folder = join(schemaDir, 'examples');
  const examples = (await readdir(folder)).filter((name) => name.endsWith('.jsonld'));

  test("there are GS1's examples", () => {
    expect(examples.length).toBeGreaterThanOrEqual(6);
  });

  test.each(examples)("GS1's example %s is captured", async (name) => {
    const body = await readFile(join(folder, name), 'utf8');
    const response = await capture(body);
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 202, body: '' });
    expect((await get('/capture/job-1')).body).toMatchObject({ success: true });
    expect(sim.ledger().length).toBeGreaterThan(0);
  });
}
