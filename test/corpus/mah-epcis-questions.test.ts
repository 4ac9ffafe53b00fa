import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryInput, Profile, Progress } from '../../adapters/contract/index.ts';
import { context, delivery, found, held, json, operation, smallest, xml } from '../adapters/mah-epcis-support.ts';
import { bodyCases } from './body-cases.ts';
import { subjectOf } from './family.ts';
import { framingCases } from './framing-cases.ts';
import { mahEpcis } from './mah-epcis.ts';
import { carrying, inBody, type MalformedReply, proofOf, type Success } from './reply.ts';
import { openRig, type Rig } from './rig.ts';
import { statusCases } from './status-cases.ts';

/*
 * What proves a capture is the answer to a later question: for its job, or for its events (2.0 in JSON, 1.2 by SOAP). And a capture of
 * EPCIS 1.2 is taken with a status and nothing else. Whatever is malformed in them proves neither that the events are there nor
 * that they are not.
 */

const sale = delivery(smallest('retail-sale'));
const byEvents: Progress = { by: 'events', at: 0 };
const foundInJson = JSON.stringify(found(...held(sale)));
const foundInXml = soapAnswer(sale);

interface Question {
  readonly operation: string;
  readonly profile: Profile;
  readonly input: DeliveryInput;
  readonly progress?: Progress;
  readonly good: Success;
  readonly outcome: string;
}

const questions: Readonly<Record<string, Question>> = {
  'the question for a job': {
    operation: 'capture-status',
    profile: json,
    input: { ...sale, receipt: 'job-1' },
    good: inBody('{"captureID":"job-1","running":false,"success":true,"errors":[]}', 'application/json'),
    outcome: 'ok',
  },
  'the question for events in JSON': {
    operation: 'capture-status',
    profile: json,
    input: sale,
    progress: byEvents,
    good: inBody(foundInJson, 'application/json'),
    outcome: 'ok',
  },
  'the question for events by SOAP': {
    operation: 'capture-status',
    profile: xml,
    input: sale,
    good: inBody(foundInXml, 'text/xml; charset=utf-8'),
    outcome: 'ok',
  },
  'a capture in XML': {
    operation: 'retail-sale.submit',
    profile: xml,
    input: sale,
    good: inBody('', 'text/xml; charset=utf-8'),
    outcome: 'accepted-pending',
  },
};

describe.each(Object.entries(questions))('malformed replies to %s', (_, asked) => {
  const cases = casesOf(asked);
  let rig: Rig;
  beforeAll(async () => {
    const { input, profile, progress } = asked;
    const at = () => context({ profile, ...(progress && { progress }) });
    rig = await openRig({ ...(await subjectOf(mahEpcis)), operation: operation(asked.operation), input, context: at });
  });
  afterAll(() => rig.close());

  test('each is no verdict, and the next good answer comes through', async () => {
    const believed: string[] = [];
    for (const { name, reply } of cases) {
      const { outcome } = await rig.deliver(reply);
      // A job that is no longer known leads to the question for its events.
      const isVerdict = outcome.type === 'fault' ? outcome.ofRecord === true : outcome.type !== 'continue';
      if (isVerdict) believed.push(`${name}: ${outcome.type}`);
    }
    expect(believed).toEqual([]);
    const { outcome } = await rig.deliver(carrying(proofOf(asked.good), asked.good));
    expect(outcome.type).toBe(asked.outcome);
    expect(rig.server.open()).toBeLessThanOrEqual(2);
  }, 60_000);

  test('the corpus is wide enough', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });
});

function casesOf({ good }: Question): MalformedReply[] {
  const contentType = good.headers['content-type'] ?? '';
  const foreign = [...mahEpcis.foreign, foundInJson, foundInXml].filter((text) => text !== good.body);
  const bodies = bodyCases(
    { ...good, body: good.body || foundInXml },
    { contentType, foreign, unreadable: mahEpcis.unreadable },
  );
  // A success without a body has nothing that could be cut, and is blank as it should be.
  if (good.body === '') {
    const blank = ['body: empty', 'body: blank', 'body: 1 MB of blanks'];
    return [...statusCases(good, mahEpcis), ...bodies.filter(({ name }) => !blank.includes(name))];
  }
  // Replies without end only wait for the deadline, which knows no operation: the corpus of the capture has them.
  return [...framingCases(good).filter(({ endless }) => endless !== true), ...statusCases(good, mahEpcis), ...bodies];
}

/** The events of a delivery as the query service of a repository of EPCIS 1.2 shows them. */
function soapAnswer({ ids }: DeliveryInput): string {
  const events = ids.items.map(
    (item) =>
      `<ObjectEvent><baseExtension><eventID>${item.ids.eventId}</eventID></baseExtension>` +
      '<epcList><epc>urn:epc:id:x</epc></epcList><action>OBSERVE</action></ObjectEvent>',
  );
  return (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><q:QueryResults xmlns:q="urn:epcglobal:epcis-query:xsd:1">' +
    `<queryName>SimpleEventQuery</queryName><resultsBody><EventList>${events.join('')}</EventList></resultsBody>` +
    '</q:QueryResults></s:Body></s:Envelope>'
  );
}
