import iconv from 'iconv-lite';
import type { Family } from './family.ts';
import { type Expectation, type Headers, http, type MalformedReply, raw } from './reply.ts';

const contentType = 'application/json';
const alien = 'contract-broken/EPCIS_ALIEN_REPLY';
const badRequest = 'contract-broken/HTTP_CLIENT_ERROR';
const serverError = 'unknown-outcome/HTTP_SERVER_ERROR';
const otherStatus = 'contract-broken/HTTP_UNEXPECTED_STATUS';

/**
 * An EPCIS 2.0 repository: a capture is taken with 202 and the address of its job (REST bindings §12.5). The body says nothing, so what
 * is damaged at random is the address.
 */
export const mahEpcis: Family = {
  link: 'mah-epcis-demo',
  config: 'examples/mah-epcis.yaml',
  identity: { gln: '6901234000009', partyGln: '6901234000016' },
  credentials: { apiKey: 'demo-epcis-key-1' },
  contentType,
  foreign: [
    '<?xml version="1.0"?><captureID>job-1</captureID>',
    '{"infcode":0,"output":{}}',
    '{"msg_code":"SUCCESS","response_success":true}',
    '{"code":"0","data":{"receiptNo":"R1"}}',
  ],
  unreadable: alien,
  unrecognised: alien,
  ownStatuses: {},
  success: 'accepted-pending',
  good: (_input, receipt) => ({
    status: 202,
    headers: { 'content-type': contentType, location: `/epcis/capture/${receipt}` },
    body: job(receipt),
    provenBy: 'location',
  }),
  proven(proof, { ids }) {
    const [, capture, id] = Buffer.from(proof).toString('latin1').trim().replace(/\/$/, '').split('/').slice(-3);
    return capture === 'capture' && id !== undefined && /^[\w~:.-]+$/.test(id) ? ids.items.map(({ key }) => key) : [];
  },
  cases,
};

const job = (id: string): string => `{"captureID":"${id}","running":false,"success":true,"errors":[]}`;
const problem = (exception: string, status: number): string =>
  `{"type":"epcisException:${exception}","title":"${exception}","status":${status},"detail":"x"}`;

function cases(): MalformedReply[] {
  const entry = (
    name: string,
    status: number,
    body: string | Uint8Array,
    expect: Expectation,
    headers: Headers = {},
  ): MalformedReply => ({ name, reply: http(body, { 'content-type': contentType, ...headers }, status), expect });
  const address = (name: string, location: string): MalformedReply =>
    entry(`address ${name}`, 202, job('JOB1'), alien, { location });
  const taken = (name: string, body: string | Uint8Array) => entry(`taken: ${name}`, 202, body, alien);
  const refused = (name: string, status: number, body: string | Uint8Array, expect: Expectation) =>
    entry(`refused: ${name}`, status, body, expect, { 'content-type': 'application/problem+json' });
  const exception = (name: string, status: number, expect: Expectation) =>
    refused(`${name} with ${status}`, status, problem(name, status), expect);
  const invalid = problem('ValidationException', 400);
  const twoAddresses = (first: string, second: string) =>
    raw(`HTTP/1.1 202 X\r\nlocation: ${first}\r\nlocation: ${second}\r\ncontent-length: 0\r\n\r\n`, 'keep');
  const soapFault =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><detail><q:ValidationException ' +
    'xmlns:q="urn:epcglobal:epcis-query:xsd:1"><reason>x</reason></q:ValidationException></detail></s:Fault></s:Body></s:Envelope>';

  return [
    address('empty', ''),
    address('blank', '  '),
    address('of the root', '/'),
    address('of no resource', '/epcis/capture'),
    address('of the list of jobs', '/epcis/capture/'),
    address('of two slashes', '/epcis/capture//'),
    address('of another resource', '/epcis/events/JOB1'),
    address('of something in the job', '/epcis/capture/JOB1/events'),
    address('in capitals', '/epcis/CAPTURE/JOB1'),
    address('of a resource with a longer name', '/epcis/recapture/JOB1'),
    address('that is an id alone', 'JOB1'),
    address('that is a word', 'SUCCESS'),
    address('that is JSON', '{"captureID":"JOB1"}'),
    address('with a query', '/epcis/capture/JOB1?page=2'),
    address('with a query for the id', '/epcis/capture?id=JOB1'),
    address('with a fragment', '/epcis/capture/JOB1#x'),
    address('with a fragment for the id', '/epcis/capture/#JOB1'),
    address('with a blank in the id', '/epcis/capture/JOB 1'),
    address('with dots for the id', '/epcis/capture/..'),
    address('with one dot for the id', '/epcis/capture/.'),
    address('with an encoded slash', '/epcis/capture/JOB%2F1'),
    address('with encoded dots', '/epcis/capture/%2e%2e'),
    address('with a backslash', '/epcis/capture/JOB\\1'),
    address('with quotes', '/epcis/capture/"JOB1"'),
    address('with angle brackets', '</epcis/capture/JOB1>'),
    address('with a parameter', '/epcis/capture/JOB1;v=1'),
    address('with a comma', '/epcis/capture/JOB1,JOB2'),
    address('with a letter outside of ASCII', '/epcis/capture/JOB\u00e9'),
    address('with an id of 201 characters', `/epcis/capture/${'J'.repeat(201)}`),
    address('of 15 KB', `/epcis/capture/${'J/'.repeat(7500)}`),
    { name: 'address twice', reply: twoAddresses('/epcis/capture/JOB1', '/epcis/capture/JOB2'), expect: alien },
    { name: 'address twice, the second empty', reply: twoAddresses('/epcis/capture/JOB1', ''), expect: alien },
    entry('address in Content-Location', 202, '', alien, { 'content-location': '/epcis/capture/JOB1' }),
    entry('address in Link', 202, '', alien, { link: '</epcis/capture/JOB1>; rel="self"' }),
    taken('no body', ''),
    taken('the job in the body alone', job('JOB1')),
    taken('a list of jobs', `[${job('JOB1')}]`),
    taken('a refusal in the body', invalid),
    taken('the document that was sent', '{"type":"EPCISDocument","epcisBody":{"eventList":[]}}'),
    taken('an empty object', '{}'),
    taken('null', 'null'),
    taken('a location in the body', '{"location":"/epcis/capture/JOB1"}'),
    taken('a location under __proto__', '{"__proto__":{"location":"/epcis/capture/JOB1"}}'),
    ...[200, 201, 203, 207].map((status) =>
      entry(`status ${status} with the address of a job`, status, job('JOB1'), otherStatus, {
        location: '/epcis/capture/JOB1',
      }),
    ),
    exception('ValidationException', 400, 'rejected/EPCIS_INVALID'),
    exception('SecurityException', 401, 'auth/EPCIS_ACCESS_DENIED'),
    exception('CaptureLimitExceededException', 413, 'rejected/EPCIS_CAPTURE_LIMIT'),
    exception('ImplementationException', 500, 'unknown-outcome/EPCIS_INTERNAL_ERROR'),
    exception('ValidationException', 500, serverError),
    exception('ValidationException', 202, alien),
    exception('ValidationException', 200, otherStatus),
    exception('ImplementationException', 400, badRequest),
    exception('ResourceAlreadyExistsException', 400, badRequest),
    exception('ResourceAlreadyExistsException', 500, serverError),
    exception('NobodyKnowsException', 400, badRequest),
    exception('__proto__Exception', 400, badRequest),
    refused('409 without a word', 409, '', badRequest),
    refused('409 of another thing', 409, problem('ValidationException', 409), badRequest),
    refused('by an exception in small letters', 400, invalid.replace('ValidationE', 'validatione'), badRequest),
    refused('by an exception with something behind it', 400, invalid.replace('Exception"', 'Exception2"'), badRequest),
    refused('by a type that is null', 400, '{"type":null,"title":"ValidationException"}', badRequest),
    refused('by a type in a list', 400, '{"type":["epcisException:ValidationException"]}', badRequest),
    refused('by a title alone', 400, '{"title":"ValidationException"}', badRequest),
    refused('by an exception under __proto__', 400, `{"__proto__":${invalid}}`, badRequest),
    refused('by an exception in a list', 400, `[${invalid}]`, badRequest),
    refused('by an exception cut short', 400, invalid.slice(0, -2), badRequest),
    refused('by two exceptions', 400, invalid + invalid, badRequest),
    refused('by a type twice', 400, invalid.replace('{', '{"type":"epcisException:SecurityException",'), badRequest),
    refused('in GBK', 400, iconv.encode(invalid.replace('"x"', '"成功"'), 'gbk'), badRequest),
    refused(
      'in broken UTF-8',
      400,
      Buffer.concat([Buffer.from(invalid.slice(0, -1)), Buffer.of(0xff, 0x7d)]),
      badRequest,
    ),
    refused('100 levels deep', 400, `{"x":${'['.repeat(100)}${']'.repeat(100)},${invalid.slice(1)}`, badRequest),
    refused('in 1 MB of words', 500, `{"x":"${'a'.repeat(1_000_000)}"}`, serverError),
    refused('by a page', 500, '<html><body>epcisException:ValidationException</body></html>', serverError),
    refused('by a SOAP fault', 500, soapFault, serverError),
  ];
}
