import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Operation, Outcome, Progress } from '../../adapters/contract/index.ts';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { billOf, institutions, profileOf, type Rig, sessionOf, startRig } from './msfx-rig.ts';
import { codes, context, parse, reply } from './msfx-support.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

type Role = keyof typeof institutions;
const lookups: Operation[] = Object.values(msfxAdapter.operations).filter(({ lookup }) => lookup !== undefined);
const pack = '81234570000000000001';
const unit = '81234560000000000001';

const profiles: ReadonlyArray<readonly [string, Role]> = [
  ['msfx/retail', 'pharmacy'],
  ['msfx/hospital', 'hospital'],
  ['msfx/wholesale-kyt', 'wholesaler'],
  ['msfx/wholesale-msc', 'wholesaler'],
  ['msfx/wholesale-wes', 'wholesaler'],
  ['msfx/producer', 'producer'],
];

async function asking(profileId: string, role: Role) {
  const { identity } = institutions[role];
  const terminal = { terminal_ent_id: 'T-1', bureau_id: '430100', bureau_name: '长沙市' };
  const institution = { ...institutions[role], identity: { ...identity, ...terminal } };
  const own = { profile: profileOf(profileId), institution };
  if (!own.profile.operations.includes('sign-in')) return own;
  return { ...own, session: sessionOf(await rig.call('sign-in', undefined, own)) };
}

/** One step, as the dispatcher joins several. */
async function answer(id: string, progress: Progress, profileId = 'msfx/retail', role: Role = 'pharmacy') {
  const outcome = await rig.call(id, undefined, { ...(await asking(profileId, role)), progress });
  if (outcome.type !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.answer;
}

describe('every look-up', () => {
  test.each(lookups.map((one) => [one.id, one] as const))(
    '%s describes its parameters, with an example',
    (_id, one) => {
      expect(one.effect).toBe('read');
      expect(compileSchema(one.lookup?.params ?? {})(one.lookup?.example)).toEqual([]);
    },
  );

  test.each(profiles)('that %s offers is answered or not found, never taken for a fault', async (profileId, role) => {
    const own = await asking(profileId, role);
    const outcomes = new Map<string, Outcome['type']>();
    for (const { id, lookup } of lookups) {
      if (lookup?.offeredBy?.(own.profile) === false) continue;
      outcomes.set(id, (await rig.call(id, undefined, { ...own, progress: lookup?.example ?? {} })).type);
    }
    expect([...outcomes.values()].filter((type) => type !== 'ok' && type !== 'not-found')).toEqual([]);
    expect(outcomes.size).toBeGreaterThan(5);
  });
});

describe('what an answer tells', () => {
  test('code-detail', async () => {
    expect(await answer('code-detail', { codes: [unit, pack] })).toMatchObject({
      codes: [
        { code: unit, layer: '1', state: 'A', sound: true, product: { name: '演示药品8123456' } },
        { code: pack, layer: '2' },
      ],
    });
  });

  test('code-activation', async () => {
    const inactive = '80000000000000000001';
    expect(await answer('code-activation', { codes: [unit, inactive] })).toEqual({ inactive: [inactive] });
  });

  test('code-relation', async () => {
    const told = await answer('code-relation', { code: unit });
    expect(told).toMatchObject({
      relations: [{ code: pack, layer: '2' }, { code: unit, parent: pack, layer: '1' }, {}],
    });
  });

  test('enterprise and enterprise-of-id', async () => {
    const both = { name: '演示医药批发', entId: 'demo-ent-id-901', refEntId: 'demo-ref-ent-901' };
    expect(await answer('enterprise', { name: both.name })).toMatchObject(both);
    expect(await answer('enterprise', { name: both.name }, 'msfx/wholesale-msc', 'wholesaler')).toMatchObject(both);
    expect(await answer('enterprise-of-id', { refEntId: both.refEntId })).toMatchObject(both);
  });

  test('partners', async () => {
    expect(await answer('partners', { name: '批发' })).toMatchObject({
      partners: [{ name: '演示医药批发', entId: 'demo-ent-id-901' }],
    });
  });

  test('pack-conflicts', async () => {
    const found = await answer('pack-conflicts', { codes: [unit, pack] }, 'msfx/wholesale-wes', 'wholesaler');
    expect(found).toEqual({ pairs: [{ code: unit, parent: pack }] });
    const none = await answer('pack-conflicts', { codes: [unit] }, 'msfx/wholesale-wes', 'wholesaler');
    expect(none).toEqual({ pairs: [] });
  });

  test('insurance-codes: times settled, parents and doubts', async () => {
    expect(await answer('insurance-codes', { codes: [unit] })).toMatchObject({
      codes: [
        {
          code: unit,
          state: 'active',
          timesSettled: '0',
          parents: [{ code: pack }],
          doubts: [{ field: 'sdc_code', text: '本位码为空' }],
        },
      ],
    });
  });

  test('insurance-relation: what a pack holds and how it was packed', async () => {
    expect(await answer('insurance-relation', { code: pack })).toMatchObject({
      relations: [{ code: pack, smallPacks: '2', cascade: '1:2', repacked: true, short: false }, { parent: pack }, {}],
    });
  });

  test('last-four, barcode, code-record', async () => {
    expect(await answer('last-four', { code: unit })).toEqual({ valid: true });
    expect(await answer('last-four', { code: '81234560000000009999' })).toEqual({ valid: false });
    expect(await answer('barcode', { code: unit })).toMatchObject({ gtin: '6901234567892' });
    expect(await answer('code-record', { code: unit })).toMatchObject({
      sdcCode: '86904879000126',
      holder: { name: '演示药业' },
    });
  });

  test('a code nobody applied for is not found', async () => {
    const own = await asking('msfx/retail', 'pharmacy');
    expect(await rig.call('code-record', undefined, { ...own, progress: { code: '80000000000000000001' } })).toEqual({
      type: 'not-found',
    });
  });

  test('bill-detail, bill-parts, code-flow and the bills of upstream, of what was shipped', async () => {
    const own = await asking('msfx/wholesale-kyt', 'wholesaler');
    const to = { counterparty: { code: 'P001', name: '演示药店一' } };
    const partners = `${institutions.wholesaler.identity.partners};P001=demo-ent-id-001`;
    const ctx = { ...own, institution: { ...own.institution, identity: { ...own.institution.identity, partners } } };
    const all = codes(4, '8890001');
    for (const index of [0, 1]) {
      const part = { index, count: 2 };
      const made = billOf('sale-out', 'CK-77', all.slice(index * 2, index * 2 + 2), ctx, to);
      const bill = { ...made, part, ids: { record: { bill_code: `CK-77_${index + 1}` }, items: [] } };
      expect(await rig.call('sale-out.submit', bill, ctx)).toMatchObject({ type: 'accepted-pending' });
    }
    const [first] = all;
    if (first === undefined) throw new Error('a code');
    expect(await answer('bill-detail', { billCode: 'CK-77_1' }, 'msfx/wholesale-kyt', 'wholesaler')).toMatchObject({
      billType: '201',
      fromEntId: 'demo-ent-id-201',
      products: [{ packs: '2', lot: 'B001' }],
    });
    expect(await answer('code-flow', { code: first.value }, 'msfx/wholesale-kyt', 'wholesaler')).toMatchObject({
      steps: [{ name: '演示医药公司', outType: '201', suspicious: false }],
    });
    const shipped = { billCode: 'CK-77_1', fromRefEntId: 'demo-ref-ent-201' };
    expect(await answer('upstream-bill-of-code', { code: first.value })).toMatchObject({ bills: [shipped] });
    expect(await answer('upstream-bill-detail', shipped)).toMatchObject({
      products: [{ codes: [{ code: first.value }, {}] }],
    });
    // The rig follows the steps and shows the last; each number is a step of its own.
    const parts = { billCode: 'CK-77' };
    expect(await rig.call('bill-parts', undefined, { ...ctx, progress: { ...parts, suffix: 3, found: true } })).toEqual(
      {
        type: 'ok',
        answer: { bills: [] },
      },
    );
    expect(await rig.call('bill-parts', undefined, { ...ctx, progress: { billCode: 'CK-78' } })).toEqual({
      type: 'not-found',
    });
  });

  test('relation-detail', async () => {
    const none = await rig.call('relation-detail', undefined, {
      ...(await asking('msfx/producer', 'producer')),
      progress: { relationId: 'R-none-1' },
    });
    expect(none).toEqual({ type: 'not-found' });
  });
});

describe('a bill and its parts', () => {
  const list = (...rows: object[]) =>
    reply({
      result: { msg_code: 'SUCCESS', response_success: true, model: { total_num: rows.length, result_list: rows } },
    });
  const step = (progress: Progress, ...rows: object[]) =>
    msfxAdapter.operations['bill-parts']?.parseResponse(list(...rows), context({ progress }), undefined);

  test('are asked for number by number, until a suffix is missing', () => {
    const base = {
      bill_code: 'A',
      bill_type: '201',
      result_type: '3',
      sub_process_flag: '52',
      store_inout_seq_no: 'S',
    };
    expect(step({ billCode: 'A' }, base)).toEqual({
      type: 'continue',
      progress: { billCode: 'A', suffix: 1, found: true },
      answer: { bills: [{ billCode: 'A', billType: '201', receipt: 'S', state: 'processed', partial: true }] },
    });
    expect(step({ billCode: 'A' })).toMatchObject({ type: 'continue', progress: { suffix: 1, found: false } });
    expect(step({ billCode: 'A', suffix: 1, found: false }, base)).toEqual({ type: 'not-found' });
  });
});

describe('answers of another shape are refused', () => {
  test.each([
    ['code-flow', { result: { model: [], msg_code: 'SUCCESS', success: true } }],
    ['barcode', { result: { model: '', msg_code: 'SUCCESS' } }],
    ['code-record', { model: {}, msg_code: '' }],
    ['last-four', { model: true, msg_code: 'SUCCESS' }],
    ['last-four', { result: { model: null, msg_code: 'SUCCESS', success_i: true } }],
    ['last-four', { result: { model: {}, msg_code: 'SUCCESS', response_success: true } }],
    ['pack-conflicts', { model: 'x', msg_code: 'SUCCESS', response_success: true }],
    ['pack-conflicts', { model: [{ code: 'x' }], msg_code: 'SUCCESS', response_success: true }],
    ['insurance-codes', { result: { models: [{}], msg_code: 'SUCCESS', success: true } }],
    ['insurance-codes', { result: { models: [], msg_code: 'OK', success: 'yes' } }],
    [
      'insurance-relation',
      { result: { model_list: [{ code_relation_dto_list: 'x' }], msg_code: 'SUCCESS', success: true } },
    ],
    ['relation-detail', { result: { model: {}, msg_code: 'SUCCESS', response_success: true } }],
    ['enterprise-of-id', { result: { model: { ent_name: 'x' }, msg_code: 'SUCCESS', response_success: true } }],
  ])('%s %j', (id, body) => {
    const progress = { code: unit, codes: [unit], refEntId: 'demo-ref-ent-001', relationId: 'R-000001' };
    const ids: Record<string, string> = { 'pack-conflicts': 'msfx/wholesale-wes', barcode: 'msfx/retail' };
    const offering = id.startsWith('insurance') ? 'msfx/retail' : (ids[id] ?? 'msfx/producer');
    const profile = profileOf(offering);
    expect(parse(id, reply(body), { progress, profile })).toMatchObject({ type: 'fault' });
  });
});

test('a quota of the day that is used up pauses for the rest of it', async () => {
  const short = await startRig({ callsPerDay: 1 });
  try {
    expect(await short.call('probe', undefined)).toEqual({ type: 'ok' });
    const left = 86_400_000 - ((Date.now() + 28_800_000) % 86_400_000);
    const used = await short.call('probe', undefined);
    const expected = left < 1_000_000 ? 'MSFX_CALL_LIMITED' : 'MSFX_DAILY_QUOTA_USED';
    expect(used).toMatchObject({ type: 'fault', fault: { category: 'rate-limited', code: expected } });
    const asked = used.type === 'fault' ? (used.fault.retryAfterMs ?? 0) : 0;
    expect(Math.abs(asked - left)).toBeLessThan(5000);
  } finally {
    await short.close();
  }
});

test('the call that settles codes for the insurance (41724) is no operation: it books', () => {
  const natives = Object.values(msfxAdapter.operations).map(({ native }) => native);
  expect(natives.filter((native) => native.includes('check.medical.insurance'))).toEqual([]);
});
