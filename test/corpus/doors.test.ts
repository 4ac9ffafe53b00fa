import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { type DoorReplies, doors, goodOutput } from '../adapters/nhsa-door-replies.ts';
import { operation } from '../adapters/nhsa-support.ts';
import { subjectOf } from './family.ts';
import { framingCases } from './framing-cases.ts';
import { nhsa } from './nhsa.ts';
import { http, inBody } from './reply.ts';
import { openRig, type Rig } from './rig.ts';
import { statusCases } from './status-cases.ts';

/*
 * Every door of the insurance platforms behind real sockets: what goes wrong on the wire or in the status comes to the same fault
 * whatever the reply is wrapped in. What goes wrong inside each envelope is in test/adapters/nhsa-malformed-doors.test.ts.
 */

const typeOf = ({ language }: DoorReplies) =>
  language === 'json' ? 'application/json;charset=UTF-8' : 'text/xml;charset=UTF-8';

const goodOf = ({ head, names, seal, input, write }: DoorReplies) =>
  write({ ...head, [names.code]: 0, [names.output]: seal(goodOutput(input)) });

const summary = (outcome: Outcome) =>
  outcome.type === 'fault' ? `${outcome.fault.category}/${outcome.fault.code}` : outcome.type;

describe.each(doors.map((door) => [door.name, door] as const))('%s', (_, door) => {
  const contentType = typeOf(door);
  const good = goodOf(door);
  // Replies without end only wait for the deadline, which knows no door: the corpus of one family has them.
  const cases = [
    ...framingCases(inBody(good, contentType)).filter(({ endless }) => endless !== true),
    ...statusCases(inBody(good, contentType), nhsa),
  ];
  let rig: Rig;
  beforeAll(async () => {
    // One message number throughout: 北京 answers with it.
    const context = () => door.at;
    const submit = operation('retail-sale.submit');
    rig = await openRig({ ...(await subjectOf(nhsa)), operation: submit, input: door.input, context });
  });
  afterAll(() => rig.close());

  test('whatever is malformed proves nothing, and the next success comes through', async () => {
    const seen: string[] = [];
    for (const { name, reply } of cases) seen.push(`${name}: ${summary((await rig.deliver(reply)).outcome)}`);
    expect(seen).toEqual(cases.map(({ name, expect: expected }) => `${name}: ${expected}`));
    const { outcome } = await rig.deliver(http(good, { 'content-type': contentType }));
    expect(outcome).toMatchObject({ type: 'ok', items: [{ ok: true }] });
    expect(rig.server.open()).toBeLessThanOrEqual(2);
  }, 60_000);
});

test('every way that replies are written and sealed has its door', () => {
  expect(new Set(doors.map(({ language }) => language))).toEqual(new Set(['json', 'xml', 'soap-json', 'soap-xml']));
  expect(new Set(doors.map(({ at }) => at.settings.transport ?? at.profile.constants.transport))).toEqual(
    new Set(['csb', 'x-tif', 'plain', 'beijing', 'oauth']),
  );
});
