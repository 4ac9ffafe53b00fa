import { describe, expect, test } from '@jest/globals';
import {
  build,
  delivery,
  found,
  held,
  operation,
  parse,
  problem,
  refusal,
  smallest,
  xml,
} from './mah-epcis-support.ts';

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
