import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CodeVerdict, Outcome } from '../../adapters/contract/index.ts';
import type { Question } from '../../gateway/dispatch/index.ts';
import { createLookupService } from '../../gateway/lookup/index.ts';
import { createVerifyService } from '../../gateway/verify/index.ts';
import { type Catalogue, compileCatalogue } from '../../mappings/catalogue/index.ts';
import { compilePolicy } from '../../mappings/policy/index.ts';
import { fakeRuntime } from '../dispatch/fake-platform.ts';
import { createManualClock, until } from '../dispatch/manual-clock.ts';
import { recordingLogger } from '../dispatch/rig.ts';
import { now } from '../dispatch/situation.ts';
import { route } from '../intake/event.ts';

const codes = ['81853860111704596503', '81853860111704596504'];
const order = {
  tenant: 'T',
  institution: 'P1',
  kind: 'retail-sale' as const,
  split: false,
  codes,
  deadlineMs: 800,
};
const place = { region: '430102' };
const nothing: Catalogue = compileCatalogue([]);

let clock: ReturnType<typeof createManualClock>;
let asked: Array<{ link: string; codes: unknown }>;
let answers: Record<string, (codes: readonly string[]) => Promise<Outcome>>;

beforeEach(() => {
  clock = createManualClock(now);
  asked = [];
  answers = {};
});

/** A link that can tell of drug trace codes. */
function verifier(id: string) {
  const base = fakeRuntime(id, () => ({ type: 'ok' }));
  const ping = base.adapter.operations.ping;
  if (ping === undefined) throw new Error('no ping');
  const lookup = {
    params: { type: 'object', properties: { codes: { type: 'array', items: { type: 'string' } } } },
    verifies: { param: 'codes', kinds: ['drug-trace'] },
    cacheMs: 60_000,
    answers: { zh: '码', en: 'codes' },
    example: { codes },
  } as const;
  const operations = { ...base.adapter.operations, detail: { ...ping, id: 'detail', lookup } };
  return { ...base, adapter: { ...base.adapter, operations } };
}

function service(...ids: readonly string[]) {
  const links = new Map(ids.map((id) => [id, verifier(id)]));
  const dispatcher = {
    async read(link: string, { params }: Question) {
      const wanted = Array.isArray(params?.codes) ? params.codes : [];
      asked.push({ link, codes: wanted });
      const answer = answers[link];
      if (answer === undefined) throw new Error(`no answer of ${link}`);
      return { outcome: await answer(wanted), durationMs: 1 };
    },
  };
  const logger = recordingLogger();
  const lookups = createLookupService({ links, dispatcher, store: { holds: async () => [] }, clock, logger });
  return createVerifyService({
    store: { ledger: { packs: async () => ({ movements: [], relations: [] }) } },
    catalogue: { rowsFor: async () => nothing },
    policy: compilePolicy([]),
    links,
    routes: ids.map((id) => route(id)),
    lookups,
    clock,
  });
}

const says =
  (verdict: CodeVerdict['verdict'], message?: string) =>
  (wanted: readonly string[]): Promise<Outcome> =>
    Promise.resolve({
      type: 'ok',
      codes: wanted.map((code) => ({ code, verdict, ...(message === undefined ? {} : { message }) })),
    });
const dark = () => new Promise<Outcome>(() => {});

describe('platforms', () => {
  test('that never answer hold the till no longer than its deadline, and are named', async () => {
    answers = { dark, bright: says('accepted') };
    const result = service('dark', 'bright').verify(order, place);
    await until(() => asked.length === 2);
    clock.advance(800);
    const { items, platforms, tookMs } = await result;
    expect(tookMs).toBeLessThanOrEqual(800);
    expect(platforms).toEqual([
      { link: 'dark', state: 'no-answer', fault: 'LOOKUP_TIMED_OUT' },
      { link: 'bright', state: 'answered', ageMs: 0 },
    ]);
    expect(items.map(({ verdict }) => verdict)).toEqual(['sell', 'sell']);
    expect(items[0]?.evidence).toEqual([{ from: 'platform', ageMs: 0, link: 'bright', verdict: 'accepted' }]);
  });

  test('that break are named with their fault; the rest of the verdict stands', async () => {
    answers = { broken: () => Promise.reject(new Error('boom')) };
    const { items, platforms } = await service('broken').verify(order, place);
    expect(platforms).toEqual([{ link: 'broken', state: 'no-answer', fault: 'LOOKUP_BROKEN' }]);
    expect(items).toMatchObject([{ verdict: 'sell' }, { verdict: 'sell' }]);
  });

  test('that refuse or warn make a person look, in words to read aloud', async () => {
    answers = { a: says('alert', '已核销') };
    const { items } = await service('a').verify(order, place);
    expect(items[0]).toMatchObject({
      verdict: 'ask',
      reasons: [{ code: 'PLATFORM_ALERT', message: { zh: '平台 a 提示异常：已核销。请核对实物。' } }],
    });
  });

  test('are asked once for a code within its time; afterwards only for what is not known', async () => {
    answers = { a: says('accepted') };
    const till = service('a');
    await till.verify({ ...order, codes: codes.slice(0, 1) }, place);
    clock.advance(5_000);
    expect((await till.verify(order, place)).platforms).toEqual([{ link: 'a', state: 'answered', ageMs: 5_000 }]);
    expect((await till.verify(order, place)).platforms).toEqual([{ link: 'a', state: 'cached', ageMs: 5_000 }]);
    expect(asked.map((question) => question.codes)).toEqual([[codes[0]], [codes[1]]]);
    clock.advance(60_000);
    await till.verify(order, place);
    expect(asked).toHaveLength(3);
  });

  test('are not asked at all with no time left, nor for codes that they cannot know', async () => {
    answers = { a: says('accepted') };
    const till = service('a');
    expect((await till.verify({ ...order, deadlineMs: 0 }, place)).platforms).toEqual([]);
    expect((await till.verify({ ...order, codes: ['(01)06901234567892(21)S1'] }, place)).platforms).toEqual([]);
    expect(asked).toEqual([]);
  });
});
