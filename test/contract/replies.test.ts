import { describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, FaultRow, NativeResponse, Outcome } from '../../adapters/contract/index.ts';
import { RequestError } from '../../adapters/contract/index.ts';
import { adapters } from '../../adapters/index.ts';
import { alienBodies } from '../adapters/alien-bodies.ts';
import { replyOf } from './family.ts';
import { nativeReplies, statusOf } from './fault-words.ts';
import { allPairs, type Pair } from './pairs.ts';
import { contextOf, deliveryOf, minimalEvent } from './subject.ts';

/*
 * The contract kit, replies: what every adapter makes of what platforms say, and of what they should never have said. No socket.
 */

const { pairs } = await allPairs();
const aliens = alienBodies();
const unproven = ['unknown-outcome', 'contract-broken'];

interface Standing {
  readonly pair: Pair;
  readonly context: CallContext;
  readonly input: DeliveryInput;
}

/** A delivery of each submission of the pair. */
function standings(pair: Pair): ReadonlyMap<string, Standing> {
  const context = contextOf(pair);
  return new Map(
    pair.submissions.map((operation) => {
      const { event } = minimalEvent(pair, operation, `${pair.profile.id} ${operation.id}`);
      return [operation.id, { pair, context, input: deliveryOf(operation, event, context) }];
    }),
  );
}

function anyOf<T>(map: ReadonlyMap<string, T>): T {
  const [first] = map.values();
  if (first === undefined) throw new Error('a pair without submissions');
  return first;
}

function outcomeOf(operationId: string, response: NativeResponse, at: Standing, changes = {}): Outcome {
  const operation = at.pair.adapter.operations[operationId];
  if (operation === undefined)
    throw new Error(`the family file answers ${operationId}, which ${at.pair.adapter.id} has not`);
  return operation.parseResponse(response, { ...at.context, ...changes }, at.input);
}

/** Whether any reply in the platform's words comes to this row. */
function isReached(row: FaultRow, standing: ReadonlyMap<string, Standing>): boolean {
  const { pair } = anyOf(standing);
  const status = statusOf(row);
  if (status !== undefined) {
    return [...standing].some(([id, at]) => isRow(outcomeOf(id, replyOf('', status), at), row));
  }
  return nativeReplies(row).some(([native, words]) =>
    [...standing.values()].some((at) =>
      pair.family
        .replies(native, words, at)
        .filter(({ operation }) => pair.adapter.operations[operation] !== undefined)
        .some(({ operation, response, context }) => {
          const about = standing.get(operation) ?? at;
          return isRow(outcomeOf(operation, response, about, context), row);
        }),
    ),
  );
}

/** A read loses nothing by an unknown outcome: there the row counts as `unavailable`. */
function isRow(outcome: Outcome, { code, category }: FaultRow): boolean {
  // What the platform holds already is a success: said to be a repeat, as a whole or of a row.
  if (category === 'already-accepted' && outcome.type !== 'fault') {
    const isRepeat = outcome.type === 'ok' && outcome.duplicate === true;
    return isRepeat || (outcome.items ?? []).some(({ ok, nativeCode }) => ok && nativeCode !== undefined);
  }
  if (outcome.type !== 'fault' || outcome.fault.code !== code) return false;
  return outcome.fault.category === category || outcome.fault.category === 'unavailable';
}

describe.each(Object.values(adapters).map((adapter) => [adapter.id, adapter] as const))('adapter %s', (id, adapter) => {
  const all = pairs.filter((pair) => pair.adapter === adapter).map(standings);
  const elsewhere = pairs.find((pair) => pair.adapter === adapter)?.family.elsewhere ?? {};

  test('every fault row is reached by a reply', () => {
    const unreached = adapter.faults.filter(
      (row) => !(row.code in elsewhere) && !all.some((standing) => isReached(row, standing)),
    );
    expect(unreached.map(({ code, native, pattern }) => `${id} ${code} ${native} ${pattern ?? ''}`)).toEqual([]);
  });

  test('what is said to be tested elsewhere is a row of the table', () => {
    const codes = adapter.faults.map(({ code }) => code);
    expect(Object.keys(elsewhere).filter((code) => !codes.includes(code))).toEqual([]);
  });
});

describe.each(pairs.map((pair) => [pair.profile.id, pair] as const))('%s', (_, pair) => {
  const { adapter, profile, family } = pair;
  const standing = standings(pair);
  const operations = [...standing.keys(), ...pair.helpers.map(({ id }) => id)];

  /** The outcome, or undefined where the platform offers no such thing. */
  function judged(operationId: string, response: NativeResponse): Outcome | undefined {
    try {
      return outcomeOf(operationId, response, standing.get(operationId) ?? anyOf(standing));
    } catch (error) {
      if (error instanceof RequestError) return undefined;
      throw error;
    }
  }

  test('every fault row of the profile is reached by a reply', () => {
    const unreached = profile.faults.filter((row) => !isReached(row, standing));
    expect(unreached.map(({ code, native, pattern }) => `${code} ${native} ${pattern ?? ''}`)).toEqual([]);
  });

  test.each(operations)('no alien body is an answer to %s', (operationId) => {
    const isWrite = adapter.operations[operationId]?.effect === 'write';
    for (const [name, body] of aliens) {
      if (family.understands?.includes(name)) continue;
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
      const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
      const response: NativeResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes };
      // What the SOAP transport makes of an envelope whose result is something else.
      const replies = adapter.protocol === 'rest' ? [response] : [response, { ...response, soap: { result: text } }];
      for (const reply of replies) {
        const outcome = judged(operationId, reply);
        if (outcome === undefined) continue;
        expect([name, outcome.type]).toEqual([name, 'fault']);
        if (isWrite && outcome.type === 'fault' && !saysItself(name)) {
          expect([name, unproven.includes(outcome.fault.category)]).toEqual([name, true]);
        }
      }
    }
  });

  test.each(operations)('no status but success is taken for one at %s', (operationId) => {
    const isWrite = adapter.operations[operationId]?.effect === 'write';
    for (const status of [100, 204, 206, 299, 300, 302, 304, 400, 404, 409, 418, 500, 502, 503, 504, 599]) {
      const outcome = judged(operationId, replyOf('', status));
      if (outcome === undefined) continue;
      expect([status, outcome.type]).toEqual([status, 'fault']);
      // A gateway in front may say any 5xx after the platform has booked.
      if (isWrite && status >= 500 && outcome.type === 'fault') expect(unproven).toContain(outcome.fault.category);
    }
  });
});

/** Bodies that say by themselves that something failed, in words that some platforms use. */
function saysItself(name: string): boolean {
  return /error/.test(name);
}
