import { beforeAll, describe, expect, test } from '@jest/globals';
import type { JsonSchema, Operation } from '../../adapters/contract/index.ts';
import type { SimFault } from '../../adapters/sim-kit/contract.ts';
import type { TraceEvent } from '../../mappings/model/index.ts';
import { makeCodes } from './make-codes.ts';
import { personalMark } from './make-event.ts';
import { type Fate, keyOf, openOutageHub } from './outage-hub.ts';
import { allPairs, type Pair } from './pairs.ts';
import { contextOf, eventOf } from './subject.ts';

/*
 * The contract kit, outages: one profile of each door through the real dispatcher, store and link, while its platform misbehaves in every
 * way the simulators know, and many documents at once. What the hub says must agree with what the platform booked.
 */

/** Nothing, or nothing readable, came back although it may have been booked; or nothing was booked at all. */
const faults: readonly SimFault[] = [
  'apply-hang', // timeout after send
  'apply-reset',
  'hang',
  'reset',
  'truncated',
  'alien',
  'html',
  'empty',
  'gbk',
  'wrong-type',
  'unavailable',
  'limit',
];
/** Nobody can mistake these for an answer: the first attempt must be seen to fail. */
const unmistakable: readonly SimFault[] = [
  'apply-hang',
  'apply-reset',
  'hang',
  'reset',
  'html',
  'unavailable',
  'limit',
];
const crowd = 6;

const { pairs } = await allPairs();
const doors = new Map<string, Pair>();
for (const pair of pairs) {
  const door = `${pair.adapter.id}: ${pair.family.door(pair.profile)}`;
  const isSpoken = typeof pair.family.simulator(pair.profile) !== 'string';
  if (isSpoken && !doors.has(door)) doors.set(door, pair);
}

function secretsOf(pair: Pair): string[] {
  const { institution, settings } = contextOf(pair);
  const { adapter } = pair;
  return [
    ...secretValues(adapter.credentialsSchema, institution.credentials),
    ...secretValues(adapter.settingsSchema, settings),
  ];
}

function secretValues({ properties }: JsonSchema, values: Readonly<Record<string, unknown>>): string[] {
  const declared: Readonly<Record<string, JsonSchema>> = { ...(properties as object) };
  return Object.entries(values).flatMap(([name, value]) => (declared[name]?.writeOnly === true ? [String(value)] : []));
}

interface DoorResult {
  readonly fates: ReadonlyMap<string, Fate>;
  readonly said: string;
}

/** Milliseconds of the pause that a limiting platform asks for. */
const limitMs = 100;
/** A platform that refuses a document does so however often it is asked. */
const refusals = 5;
/** Doors that are tried at the same time: nearly all of it is waiting. */
const atOnce = 4;
const wholeLimitMs = 240_000;

const names: readonly string[] = [
  ...faults,
  'refuse',
  ...Array.from({ length: crowd }, (_, index) => `crowd-${index}`),
];

function documentFor(pair: Pair, submission: Operation, name: string, number: number): TraceEvent {
  const { profile } = pair;
  if (submission.kind === undefined) throw new Error(submission.id);
  const made = eventOf(pair, { kind: submission.kind, amount: 'all', name: `${profile.id} ${name}` });
  const { original: _original, ...event } = made;
  const occurredAt = `${new Date(Date.now() + 8 * 3_600_000 - 60_000).toISOString().slice(0, 19)}+08:00`;
  return { ...event, documentNo: `KIT-${name}-9`, occurredAt, lines: makeCodes(made.lines, number) };
}

/** All documents at once: whatever strikes one must not touch another. */
async function tryDoor(pair: Pair): Promise<DoorResult> {
  const submission = firstOf(pair.submissions, pair.profile.id);
  const hub = await openOutageHub(pair);
  const fates = new Map<string, Fate>();
  const strike = async (name: string): Promise<void> => {
    const event = documentFor(pair, submission, name, names.indexOf(name));
    const fault = [...faults, 'refuse' as const].find((known) => known === name);
    const more = fault === 'limit' ? { ms: limitMs } : fault === 'refuse' ? { times: refusals } : {};
    const order = { match: event.documentNo, ...more };
    if (fault !== undefined) hub.simulator.setFault({ fault, ...order });
    fates.set(name, await hub.deliver(submission, event));
  };
  // A limit pauses the whole link: it comes last, alone.
  await Promise.all(names.filter((name) => name !== 'limit').map(strike));
  await strike('limit');
  const said = await hub.said();
  await hub.close();
  return { fates, said };
}

const results = new Map<string, DoorResult>();
beforeAll(async () => {
  const waiting = [...doors];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results.set(next[0], await tryDoor(next[1]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}, wholeLimitMs);

describe.each([...doors])('%s', (door, pair) => {
  const submission = firstOf(pair.submissions, pair.profile.id);

  test.each(faults)('%s: the document is booked once, or the hub does not say it is', (fault) => {
    const { delivery, attempts, booked, event } = fateOf(fault);
    if (unmistakable.includes(fault)) expect(attempts.map(({ outcome }) => outcome)).toContain('fault');
    const times = timesBooked(event, booked);
    if (delivery.state === 'delivered') expect(times).toEqual(times.map(() => 1));
    else expect(times.filter((count) => count > 1)).toEqual([]);
    // With an enquiry the truth is found; without one a person is asked.
    if (typeof submission.enquiry === 'string') expect(story(fateOf(fault))).toMatch(/^delivered/);
    else expect(['delivered', 'parked', 'unknown']).toContain(delivery.state);
  });

  test('a refusal is final, and nothing is booked', () => {
    const { delivery, booked, event } = fateOf('refuse');
    const known = [...pair.profile.faults, ...pair.adapter.faults].some(({ category }) => category === 'rejected');
    if (known) expect([delivery.state, delivery.fault?.code, booked]).toEqual(['rejected', delivery.fault?.code, []]);
    // No published code is a refusal: it is asked for, and sent again when it is not there.
    else expect(timesBooked(event, booked).filter((times) => times > 1)).toEqual([]);
  });

  test('documents at the same time are booked once each', () => {
    for (let index = 0; index < crowd; index += 1) {
      const { delivery, booked, event } = fateOf(`crowd-${index}`);
      const times = timesBooked(event, booked);
      expect([delivery.state, times]).toEqual(['delivered', times.map(() => 1)]);
    }
  });

  test('logs, metrics, attempts and reasons name no person and no secret', () => {
    const { said, fates } = resultOf();
    const kept = [...fates.values()].map(({ delivery, attempts }) => JSON.stringify({ delivery, attempts }));
    for (const mark of [personalMark, ...secretsOf(pair)]) {
      expect([said, ...kept].flatMap((text) => linesWith(text, mark))).toEqual([]);
    }
  });

  function resultOf(): DoorResult {
    const result = results.get(door);
    if (result === undefined) throw new Error(`${door} was not tried`);
    return result;
  }

  function fateOf(name: string): Fate {
    const fate = resultOf().fates.get(name);
    if (fate === undefined) throw new Error(`no document ${name}`);
    return fate;
  }
});

/** How often the platform holds each code of the event. */
function timesBooked(event: Fate['event'], booked: Fate['booked']): number[] {
  const held = booked.flatMap(({ codes }) => codes.map(keyOf));
  const scanned = event.lines.flatMap((line) => line.codes);
  const isOuter = (value: string) => scanned.some(({ parent }) => parent === value);
  const own = scanned.flatMap(({ value }) => (isOuter(value) ? [] : [keyOf(value)]));
  return own.map(
    (code) => held.filter((other) => other === code || other.startsWith(code) || code.startsWith(other)).length,
  );
}

/** The state and how it came to it, in one text: what a failure shows. */
function story({ delivery, attempts }: Fate): string {
  const steps = attempts.map(
    ({ operation, outcome, code, startedAt }) => `${startedAt} ${operation} ${outcome} ${code ?? ''}`,
  );
  return [`${delivery.state} ${delivery.reason ?? ''}, next ${delivery.nextAt}, now ${Date.now()}`, ...steps].join(
    '\n',
  );
}

function linesWith(text: string, mark: string): string[] {
  return text.split('\n').filter((line) => line.includes(mark));
}

function firstOf(operations: readonly Operation[], id: string): Operation {
  const [first] = operations;
  if (first === undefined) throw new Error(`${id} submits nothing`);
  return first;
}
