import { describe, expect, test } from '@jest/globals';
import { alienBodies } from './alien-bodies.ts';
import { delivery, found, held, parse, smallest } from './mah-epcis-support.ts';

const input = delivery(smallest('retail-sale'));
const ofJob = { ...input, receipt: 'job-1' };
const byEvents = { progress: { by: 'events', at: 0 } };
const [event] = held(input);
const job = '{"captureID":"job-1","running":false,"success":true,"errors":[]}';
const events = JSON.stringify(found({ ...event }));

const jobs: Array<[string, string]> = [
  ['running as text', job.replace('false', '"false"')],
  ['success as text', job.replace('true', '"true"')],
  ['success as number', job.replace('true', '1')],
  ['no success', '{"captureID":"job-1","running":false}'],
  ['no running', '{"captureID":"job-1","success":true}'],
  ['running null', job.replace('false', 'null')],
  ['success twice', job.replace('"running"', '"success":false,"running"')],
  ['in a list', `[${job}]`],
  ['cut short', job.slice(0, -1)],
  ['two jobs', job + job],
  ['in another case', job.replace('success', 'Success')],
  ['under a member', `{"job":${job}}`],
];

const lists: Array<[string, string]> = [
  ['an EPCISDocument', events.replace('EPCISQueryDocument', 'EPCISDocument')],
  ['no type', events.replace('"type":"EPCISQueryDocument",', '')],
  ['no list', '{"type":"EPCISQueryDocument","epcisBody":{"queryResults":{"resultsBody":{}}}}'],
  ['a list of texts', '{"type":"EPCISQueryDocument","epcisBody":{"queryResults":{"resultsBody":{"eventList":["x"]}}}}'],
  [
    'an object for the list',
    '{"type":"EPCISQueryDocument","epcisBody":{"queryResults":{"resultsBody":{"eventList":{}}}}}',
  ],
  [
    'the list outside of the results',
    `{"type":"EPCISQueryDocument","epcisBody":{"eventList":[${JSON.stringify(event)}]}}`,
  ],
  ['an event without type', events.replace('"type":"ObjectEvent",', '')],
  ['an event without id', events.replace(/"eventID":"[^"]+",/, '')],
  ['an id as number', events.replace(/"eventID":"[^"]+"/, '"eventID":1')],
  ['an event of somebody else', events.replace(/"eventID":"[^"]+"/, '"eventID":"urn:uuid:1"')],
  ['cut short', events.slice(0, -1)],
  ['two documents', events + events],
];

const contractBroken = { type: 'fault', fault: { category: 'contract-broken' } };

describe('malformed replies prove nothing', () => {
  test('there are at least 40 of them', () => {
    expect(alienBodies().length).toBeGreaterThanOrEqual(40);
  });

  test.each(alienBodies())('to a capture, with 200: %s', (_name, body) => {
    expect(parse('retail-sale.submit', { body })).toMatchObject(contractBroken);
  });

  test.each(alienBodies())('to a capture, with 202 and no job: %s', (_name, body) => {
    expect(parse('retail-sale.submit', { status: 202, body })).toMatchObject(contractBroken);
  });

  test.each([...alienBodies(), ...jobs])('to the question for a job: %s', (_name, body) => {
    expect(parse('capture-status', { body }, ofJob)).toMatchObject(contractBroken);
  });

  test.each([...alienBodies(), ...lists])('to the question for events: %s', (_name, body) => {
    expect(parse('capture-status', { body }, ofJob, byEvents)).toMatchObject(contractBroken);
  });

  test.each(alienBodies())('to a probe and a look-up: %s', (_name, body) => {
    expect(parse('probe', { body })).toMatchObject(contractBroken);
    expect(parse('events-of-code', { body })).toMatchObject(contractBroken);
  });

  test.each(alienBodies())('to any of them, with 400 or 500: %s', (_name, body) => {
    for (const status of [400, 500])
      for (const operation of ['retail-sale.submit', 'capture-status', 'probe'])
        expect(parse(operation, { status, body }, ofJob)).toMatchObject({
          type: 'fault',
          fault: { code: expect.stringMatching(/^HTTP_/) },
        });
  });

  test('the replies they are made from are answers', () => {
    expect(parse('capture-status', { body: job }, ofJob)).toMatchObject({ type: 'ok' });
    expect(parse('capture-status', { body: events }, ofJob, byEvents)).toMatchObject({ type: 'ok' });
  });
});
