import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Operation, Outcome, Profile } from '../../adapters/contract/index.ts';
import type { Question } from '../../gateway/dispatch/index.ts';
import { createLookupService, type LookupOrder, lookupFaultRows } from '../../gateway/lookup/index.ts';
import type { Hold } from '../../gateway/store/contract.ts';
import { fakeRuntime } from '../dispatch/fake-platform.ts';
import { createManualClock, until } from '../dispatch/manual-clock.ts';
import { recordingLogger } from '../dispatch/rig.ts';
import { now } from '../dispatch/situation.ts';

const clock = createManualClock(now);
const asked: Question[] = [];
let answer: (question: Question) => Promise<Outcome>;
let holds: Hold[];
const logger = recordingLogger();

beforeEach(() => {
  asked.length = 0;
  holds = [];
  answer = async () => ({ type: 'ok', answer: { name: 'x' } });
});

const text = { zh: '测', en: 'x' };
const params = {
  type: 'object',
  additionalProperties: false,
  required: ['code'],
  properties: { code: { type: 'string', minLength: 1 }, codes: { type: 'array', items: { type: 'string' } } },
};
const lookup = { params, cacheMs: 60_000, answers: text, example: { code: '8' } };

function service() {
  const base = fakeRuntime('a', () => ({ type: 'ok' }));
  const ping = base.adapter.operations.ping;
  if (ping === undefined) throw new Error('no ping');
  const operations: Record<string, Operation> = {
    ...base.adapter.operations,
    detail: { ...ping, id: 'detail', lookup },
    fleeting: { ...ping, id: 'fleeting', lookup: { ...lookup, cacheMs: 0 } },
    elsewhere: { ...ping, id: 'elsewhere', lookup: { ...lookup, offeredBy: ({ id }: Profile) => id === 'other' } },
    write: { ...ping, id: 'write', effect: 'write', lookup },
  };
  const runtime = { ...base, adapter: { ...base.adapter, operations } };
  const links = new Map([
    ['a', runtime],
    ['other', runtime],
  ]);
  const dispatcher = {
    async read(_link: string, question: Question) {
      asked.push(question);
      return { outcome: await answer(question), durationMs: 1 };
    },
  };
  return createLookupService({ links, dispatcher, store: { holds: async () => holds }, clock, logger });
}

const order = (changes: Partial<LookupOrder> = {}): LookupOrder => ({
  tenant: 'T',
  institution: 'P1',
  link: 'a',
  operation: 'detail',
  params: { code: '8' },
  timeoutMs: 1000,
  ...changes,
});

describe('a question', () => {
  test('is asked with its parameters and answered', async () => {
    expect(await service().ask(order())).toEqual({ outcome: { type: 'ok', answer: { name: 'x' } }, ageMs: 0 });
    expect(asked).toEqual([{ tenant: 'T', institution: 'P1', operation: 'detail', params: { code: '8' } }]);
  });

  test('is answered again for a while, with the age of the answer; a new one is asked for after that', async () => {
    const own = service();
    await own.ask(order({ params: { code: '8', codes: ['1'] } }));
    clock.advance(59_999);
    expect(await own.ask(order({ params: { codes: ['1'], code: '8' } }))).toMatchObject({ ageMs: 59_999 });
    clock.advance(1);
    expect(await own.ask(order({ params: { code: '8', codes: ['1'] } }))).toMatchObject({ ageMs: 0 });
    expect(asked).toHaveLength(2);
  });

  test('of another tenant, institution, operation or parameter is another question', async () => {
    const own = service();
    await own.ask(order());
    await own.ask(order({ tenant: 'U' }));
    await own.ask(order({ institution: 'P2' }));
    await own.ask(order({ operation: 'fleeting' }));
    await own.ask(order({ operation: 'fleeting' }));
    await own.ask(order({ params: { code: '9' } }));
    expect(asked).toHaveLength(6);
  });

  test('asked by many at once is asked once', async () => {
    const own = service();
    const all = await Promise.all(Array.from({ length: 20 }, () => own.ask(order())));
    expect(new Set(all.map(({ outcome }) => JSON.stringify(outcome))).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  test('that the platform cannot answer is a fault, and asked again', async () => {
    const own = service();
    answer = async () => ({ type: 'fault', fault: { category: 'unavailable', code: 'X' } });
    expect(await own.ask(order())).toMatchObject({ outcome: { type: 'fault', fault: { code: 'X' } } });
    answer = async () => ({ type: 'not-found' });
    expect(await own.ask(order())).toMatchObject({ outcome: { type: 'not-found' } });
    expect(await own.ask(order())).toMatchObject({ outcome: { type: 'not-found' } });
    expect(asked).toHaveLength(2);
  });
});

describe('whatever breaks is an answer', () => {
  test('a platform that does not answer in time; its late answer is kept', async () => {
    const own = service();
    let speak = (_outcome: Outcome) => {};
    answer = () =>
      new Promise((resolve) => {
        speak = resolve;
      });
    const late = own.ask(order());
    await until(() => asked.length === 1);
    clock.advance(1000);
    expect(await late).toMatchObject({ outcome: { fault: { category: 'unavailable', code: 'LOOKUP_TIMED_OUT' } } });
    const joined = own.ask(order());
    speak({ type: 'ok', answer: { late: true } });
    expect(await joined).toMatchObject({ outcome: { answer: { late: true } } });
    expect(await own.ask(order())).toMatchObject({ outcome: { answer: { late: true } } });
    expect(asked).toHaveLength(1);
  });

  test('an error of our own is logged by its kind only', async () => {
    answer = () => Promise.reject(new TypeError('SECRET'));
    expect(await service().ask(order())).toMatchObject({ outcome: { fault: { code: 'LOOKUP_BROKEN' } } });
    expect(JSON.stringify(logger.lines)).not.toContain('SECRET');
  });

  test('an isolated link is not asked; an institution on hold may ask', async () => {
    const held = { link: 'a', reason: 'x', since: now, actor: 'me' };
    holds = [{ ...held, institution: 'P1' }];
    expect(await service().ask(order())).toMatchObject({ outcome: { type: 'ok' } });
    holds = [held];
    expect(await service().ask(order())).toMatchObject({ outcome: { fault: { code: 'LOOKUP_LINK_ISOLATED' } } });
    expect(asked).toHaveLength(1);
  });

  test('questions do not pile up without end, and a link that stands still takes no room from the others', async () => {
    const own = service();
    answer = () => new Promise(() => {});
    const waiting = Array.from({ length: 100 }, (_, no) => own.ask(order({ params: { code: String(no) } })));
    expect(await own.ask(order({ params: { code: 'one more' } }))).toMatchObject({
      outcome: { fault: { category: 'overloaded', code: 'LOOKUP_OVERLOADED' } },
    });
    answer = async () => ({ type: 'ok' });
    expect(await own.ask(order({ link: 'other' }))).toMatchObject({ outcome: { type: 'ok' } });
    clock.advance(1000);
    await Promise.all(waiting);
  });

  test.each([
    ['no parameter', order({ params: {} })],
    ['a parameter it does not know', order({ params: { code: '8', colour: 'x' } })],
    ['a parameter of another type', order({ params: { code: 8 } })],
  ])('%s is named', async (_name, wrong) => {
    const { outcome, errors } = await service().ask(wrong);
    expect(outcome).toMatchObject({ fault: { category: 'invalid-request', code: 'LOOKUP_PARAMS_INVALID' } });
    expect(errors).toHaveLength(1);
    expect(asked).toHaveLength(0);
  });

  test.each(['ping', 'sale.submit', 'write', 'elsewhere', 'none'])(
    '%s is no look-up of the link',
    async (operation) => {
      expect(await service().ask(order({ operation }))).toMatchObject({
        outcome: { fault: { code: 'LOOKUP_UNKNOWN' } },
      });
      expect(await service().ask(order({ link: 'b' }))).toMatchObject({
        outcome: { fault: { code: 'LOOKUP_UNKNOWN' } },
      });
    },
  );

  test('every fault has a row with what to do', () => {
    expect(new Set(lookupFaultRows.map(({ code }) => code)).size).toBe(lookupFaultRows.length);
  });
});

test('what may be asked is listed with its parameters', () => {
  expect(
    service()
      .list('a')
      ?.map(({ operation }) => operation),
  ).toEqual(['detail', 'fleeting']);
  expect(service().list('a')?.[0]).toMatchObject({ params, cacheMs: 60_000, example: { code: '8' } });
  expect(service().list('b')).toBeUndefined();
});
