import { describe, expect, test } from '@jest/globals';
import type { CallContext, NativeRequest, Operation } from '../../adapters/contract/index.ts';
import { adapters } from '../../adapters/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { readText } from '../tools/sources.ts';
import { capabilitiesPath, fragmentsOf, readCells } from './cells.ts';
import { breaches } from './declared-types.ts';
import { deepFreeze } from './freeze.ts';
import { allPairs, type Pair, strayProfiles } from './pairs.ts';
import { build, contextOf, deliveryOf, eventOf, minimalEvent } from './subject.ts';

/*
 * The contract kit, requests: every adapter with every profile that a link may name, every operation, without being asked. No socket.
 */

const { pairs, unlinked } = await allPairs();
const byName = pairs.map((pair) => [pair.profile.id, pair] as const);
const submissions = pairs.flatMap((pair) =>
  pair.submissions.map((operation) => [`${pair.profile.id} ${operation.id}`, pair, operation] as const),
);
const wildInputs = 6;
/** What really ran, for the comparison with the published table. */
const executed = new Set<string>();

/** What is compared of a request: a pending signature by what it will sign. */
function comparable(request: NativeRequest): unknown {
  if (request.protocol !== 'rest' || request.signature === undefined) return request;
  const { complete: _complete, ...signature } = request.signature;
  return { ...request, signature };
}

function kindOf({ kind, id }: Operation) {
  if (kind === undefined) throw new Error(`${id} submits nothing`);
  return kind;
}

/** Maps, and keeps what came out: the native message, before it is signed and sealed. */
function watched(pair: Pair, messages: Array<readonly [string, Record<string, unknown>]>): CallContext {
  const { profile } = pair;
  const map: typeof profile.map = (operation, input) => {
    const message = profile.map(operation, input);
    messages.push([operation, message]);
    return message;
  };
  return contextOf(pair, 1, { profile: { ...profile, map } });
}

test('every profile belongs to an adapter, and every adapter has one that a link may name', () => {
  expect(strayProfiles()).toEqual([]);
  const paired = new Set(pairs.map(({ adapter }) => adapter.id));
  expect(Object.keys(adapters).filter((id) => !paired.has(id))).toEqual([]);
  for (const { reason } of unlinked) expect(reason).toMatch(/\S{4}/);
});

describe.each(Object.entries(adapters))('adapter %s', (id, adapter) => {
  test('says of every operation what an operator must know', () => {
    expect(adapter.id).toBe(id);
    for (const [key, operation] of Object.entries(adapter.operations)) {
      const { title, native, effect, enquiry, resend, kind, withdraws, maxItems = 1, maxCodes = 1 } = operation;
      expect(operation.id).toBe(key);
      for (const text of [title.zh, title.en, native]) expect(text).toMatch(/\S/);
      expect([maxItems > 0, maxCodes > 0]).toEqual([true, true]);
      if (effect === 'read') expect([key, resend]).toEqual([key, 'safe']);
      if (kind !== undefined) expect([key, effect, typeof operation.businessIds]).toEqual([key, 'write', 'function']);
      if (withdraws !== undefined) expect(adapter.operations[withdraws]?.kind).toBeDefined();
      if (effect === 'read') continue;
      // Every write can be asked for, or says why not.
      if (typeof enquiry === 'object') expect(enquiry.none).toMatch(/\S{6}/);
      else expect([key, adapter.operations[enquiry ?? '']?.effect]).toEqual([key, 'read']);
    }
    for (const helper of [adapter.probe, ...(adapter.login === undefined ? [] : [adapter.login])]) {
      expect([helper, adapter.operations[helper]?.effect]).toEqual([helper, 'read']);
    }
  });

  test('its faults say in both languages what happened and what to do', () => {
    for (const { message, hint, code, native } of adapter.faults) {
      for (const text of [message.zh, message.en, hint.zh, hint.en]) expect(text.length).toBeGreaterThan(3);
      expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(native.length).toBeGreaterThan(0);
    }
  });

  test('its manifest names version, sources and how to undo', () => {
    const { interfaceVersion, sources, undo } = adapter.manifest;
    for (const text of [interfaceVersion, undo.zh, undo.en, ...sources]) expect(text).toMatch(/\S/);
    expect(sources.length).toBeGreaterThan(0);
  });
});

describe.each(byName)('%s', (_, pair) => {
  const { adapter, family, profile } = pair;

  test("the kit's account and settings are ones that the directory and the configuration take", () => {
    const { identity, credentials } = family.account(profile);
    expect(compileSchema(adapter.identitySchema)(identity)).toEqual([]);
    expect(compileSchema(adapter.credentialsSchema)(credentials)).toEqual([]);
    expect(compileSchema(adapter.settingsSchema)(family.settings?.(profile) ?? {})).toEqual([]);
  });

  test('helpers build a request or say that the platform has no such thing', () => {
    const context = deepFreeze(contextOf(pair));
    const [submission] = pair.submissions;
    for (const helper of pair.helpers) {
      const asker = Object.values(adapter.operations).find(({ enquiry }) => enquiry === helper.id);
      // The enquiry of a withdrawal is about the submission that was taken back.
      const aboutId = [helper, asker].map((one) => one?.withdraws).find((id) => id !== undefined) ?? asker?.id;
      const about = pair.submissions.find(({ id }) => id === aboutId);
      const subject = about ?? submission;
      if (subject === undefined) throw new Error(`${profile.id} submits nothing`);
      const { event } = minimalEvent(pair, subject, `${profile.id} ${helper.id}`);
      const input = deliveryOf(subject, event, context);
      const built = build(() => helper.buildRequest(input, context));
      if ('request' in built) expect(built).toEqual(expect.objectContaining({ request: expect.anything() }));
      else expect(built.refusal.message).toMatch(/\S/);
    }
    const probe = adapter.operations[adapter.probe];
    expect(build(() => probe?.buildRequest(undefined, context) as NativeRequest)).toHaveProperty('request');
  });
});

describe.each(byName)('%s beside its submissions', (id, pair) => {
  test('signs in, asks and takes back by requests of its own', () => {
    const context = deepFreeze(contextOf(pair));
    const { login, lookups, withdrawals } = pair;
    for (const operation of [...(login === undefined ? [] : [login]), ...lookups]) {
      const asked = deepFreeze({ ...context, ...(operation.lookup && { progress: operation.lookup.example }) });
      expect(build(() => operation.buildRequest(undefined, asked))).toHaveProperty('request');
      executed.add(`${id} ${operation.id}`);
    }
    for (const operation of withdrawals) {
      const submission = pair.submissions.find((each) => each.id === operation.withdraws);
      if (submission === undefined) throw new Error(`${operation.id} takes back what is never sent`);
      const { event } = minimalEvent(pair, submission, `${id} ${operation.id}`);
      const input = deliveryOf(submission, event, context);
      expect(build(() => operation.buildRequest(input, context))).toHaveProperty('request');
      executed.add(`${id} ${operation.id}`);
    }
  });

  test('gives tills what their settlements want, and says where each part belongs', () => {
    for (const { id: operation, made } of fragmentsOf(pair)) {
      expect(Object.keys(made.fragment).length).toBeGreaterThan(0);
      for (const key of Object.keys(made.fragment))
        expect([key, made.placement[key]]).toEqual([key, expect.any(String)]);
      executed.add(`${id} ${operation}`);
    }
  });
});

describe.each(submissions)('%s', (name, pair, operation) => {
  const { profile } = pair;

  test('takes the least that the platform asks for, and everything an event can hold, within the declared types', () => {
    const { event: least } = minimalEvent(pair, operation, name);
    executed.add(name);
    const most = eventOf(pair, { kind: kindOf(operation), amount: 'all', name });
    for (const event of [least, most]) {
      const messages: Array<readonly [string, Record<string, unknown>]> = [];
      const context = deepFreeze(watched(pair, messages));
      const input = deepFreeze(deliveryOf(operation, event, context));
      expect(build(() => operation.buildRequest(input, context))).toHaveProperty('request');
      expect(messages.length).toBeGreaterThan(0);
      for (const [id, message] of messages) expect(breaches(profile, id, message)).toEqual([]);
    }
  });

  test('refuses what does not fit by a RequestError that quotes no person, and nothing else', () => {
    for (let round = 0; round < wildInputs; round += 1) {
      const event = eventOf(pair, { kind: kindOf(operation), amount: 'wild', name: `${name} ${round}` });
      const context = deepFreeze(contextOf(pair));
      const built = build(() => operation.buildRequest(deepFreeze(deliveryOf(operation, event, context)), context));
      const person = event.settlement?.person?.certNo;
      if ('refusal' in built && person !== undefined && person.length > 3)
        expect(built.refusal.message).not.toContain(person);
    }
  });

  test('the same context gives the same request; the next try has ids of its own, the record keeps its', () => {
    const { event } = minimalEvent(pair, operation, name);
    const [first, again, next] = [contextOf(pair, 1), contextOf(pair, 1), contextOf(pair, 2)];
    const input = deliveryOf(operation, event, first);
    expect(deliveryOf(operation, event, next).ids).toEqual(input.ids);
    const request = operation.buildRequest(input, first);
    expect(comparable(operation.buildRequest(input, again))).toEqual(comparable(request));
    const { attemptIds = {} } = operation.buildRequest(input, next);
    expect(Object.keys(attemptIds).length).toBeGreaterThan(0);
    expect(attemptIds).not.toEqual(request.attemptIds);
  });

  test('two documents, and two parts of one, are two records', () => {
    const context = contextOf(pair);
    const { event } = minimalEvent(pair, operation, name);
    const whole = JSON.stringify(deliveryOf(operation, event, context).ids);
    const other = { ...event, documentNo: `${event.documentNo}X` };
    const differing = [
      deliveryOf(operation, other, context),
      deliveryOf(operation, event, context, { index: 0, count: 2 }),
      deliveryOf(operation, event, context, { index: 1, count: 2 }),
    ].map(({ ids }) => JSON.stringify(ids));
    expect(new Set([whole, ...differing]).size).toBeGreaterThanOrEqual(3);
    expect(differing[1]).not.toBe(differing[2]);
  });
});

test('the capability table has no cell without a test behind it, and every test its cell', () => {
  const claimed = readCells(readText(capabilitiesPath)).map(({ profile, operation }) => `${profile} ${operation}`);
  expect(claimed.sort()).toEqual([...executed].sort());
});
