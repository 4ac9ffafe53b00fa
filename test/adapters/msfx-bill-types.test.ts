import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext, RestRequest } from '../../adapters/contract/index.ts';
import { refEntIdOf, requiredEntIdOf } from '../../adapters/msfx/enterprise.ts';
import type { Parties, RemnantParties } from '../../adapters/msfx/parties.ts';
import type { EventKind, RecognisedEvent } from '../../mappings/model/index.ts';
import { billOf, institutions, profileOf, type Rig, sessionOf, startRig } from './msfx-rig.ts';
import { codes, context, operation } from './msfx-support.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

type Role = keyof typeof institutions;
const counterparty = { code: 'W901', name: '演示医药批发' };
const of = (profileId: string, role: Role) => ({ profile: profileOf(profileId), institution: institutions[role] });

function form(kind: EventKind, changes: Partial<RecognisedEvent>, ctx: ReturnType<typeof of>): Record<string, string> {
  const session = { values: { license_token: 'T' }, expiresAt: 0 };
  const input = billOf(kind, 'D-1', codes(2), ctx, { counterparty, ...changes });
  const request = operation(`${kind}.submit`).buildRequest(input, context({ ...ctx, session }));
  if (request.protocol !== 'rest') throw new Error('not REST');
  return { ...request.query, ...Object.fromEntries(new URLSearchParams(String(request.body))) };
}

async function signedIn(profileId: string, role: Role) {
  const ctx = of(profileId, role);
  if (!ctx.profile.operations.includes('sign-in')) return ctx;
  return { ...ctx, session: sessionOf(await rig.call('sign-in', undefined, ctx)) };
}

describe('the reason of an event', () => {
  const kyt = of('msfx/wholesale-kyt', 'wholesaler');

  test.each<[EventKind, Partial<RecognisedEvent>, string]>([
    ['purchase-in', { reason: 'gift' }, '110'],
    ['sale-out', { reason: 'supply' }, '209'],
    ['sale-return', { reason: 'recall' }, '108'],
    ['purchase-return', { reason: 'recall' }, '211'],
    ['transfer-in', { reason: 'supply' }, '107'],
    ['transfer-out', { reason: 'supply' }, '209'],
    ['stock-adjust', { reason: 'surplus' }, '111'],
  ])('%s %j is bill type %s', (kind, changes, billType) => {
    expect(form(kind, changes, kyt).bill_type).toBe(billType);
  });

  test("the platform's own extension comes before it", () => {
    const extensions = { msfx: { reason: 'supply' } };
    expect(form('sale-out', { reason: 'gift', extensions }, kyt).bill_type).toBe('209');
  });

  test('a reason that the kind does not know is refused, not guessed', () => {
    const ask = () => form('sale-return', { reason: 'gift' }, kyt);
    expect(ask).toThrow(expect.objectContaining({ code: 'MSFX_INPUT_REFUSED' }));
  });
});

describe('直调', () => {
  const direct = { reason: 'direct', extensions: { msfx: { destination: 'H102' } } } as const;

  test.each<[EventKind, string]>([
    ['sale-out', '207'],
    ['purchase-return', '237'],
  ])('%s is %s and names who takes the goods by ent_id', (kind, billType) => {
    for (const profileId of ['msfx/wholesale-kyt', 'msfx/wholesale-msc', 'msfx/wholesale-wes', 'msfx/producer'])
      expect(form(kind, direct, of(profileId, 'wholesaler'))).toMatchObject({
        bill_type: billType,
        from_user_id: 'demo-ent-id-201',
        to_user_id: 'demo-ent-id-901',
        dest_user_id: 'demo-ent-id-102',
      });
  });

  test('is booked by the platform', async () => {
    const own = of('msfx/wholesale-kyt', 'wholesaler');
    const input = billOf('sale-out', 'ZD-1', codes(2, '8300001'), own, { counterparty, ...direct });
    expect(await rig.call('sale-out.submit', input, own)).toMatchObject({ type: 'accepted-pending' });
    expect(await rig.call('bill-status', input, own)).toMatchObject({ type: 'ok' });
    expect(await rig.call('sale-out.submit', input, own)).toMatchObject({ type: 'ok', duplicate: true });
  });

  test.each<[string, Partial<RecognisedEvent>, string]>([
    ['without a destination', { reason: 'direct' }, 'DESTINATION_MISSING'],
    ['to a stranger', { reason: 'direct', extensions: { msfx: { destination: 'X' } } }, 'PARTNER_UNKNOWN'],
    ['to the buyer', { reason: 'direct', extensions: { msfx: { destination: 'W901' } } }, 'DESTINATION_IS_PARTY'],
    ['that is no 直调', { extensions: { msfx: { destination: 'H102' } } }, 'DESTINATION_UNFIT'],
  ])('%s is refused', (_name, changes, code) => {
    const ask = () => form('sale-out', changes, of('msfx/wholesale-kyt', 'wholesaler'));
    expect(ask).toThrow(expect.objectContaining({ code }));
  });
});

describe('零头', () => {
  const line = {
    product: { localCode: 'P', localName: 'x' },
    quantity: '3.5',
    lot: 'B1',
    producedOn: '2026-01-02',
    expiresOn: '2028-01-01',
    codes: [],
  };
  const remnant = {
    reason: 'remnant',
    lines: [line],
    extensions: { msfx: { drugEntBaseInfoId: 'drug-1' } },
  } as const;

  test.each(['kyt', 'msc', 'wes'])(
    'goes to the interface of its own at %s, with ref_ent_ids and an amount',
    (family) => {
      const sent = form('sale-out', remnant, of(`msfx/wholesale-${family}`, 'wholesaler'));
      expect(sent).toMatchObject({
        method: `alibaba.alihealth.drug.${family === 'wes' ? 'kyt.wes' : family}.remnantbill.upload`,
        ref_ent_id: 'demo-ref-ent-201',
        bill_type: '210',
        bill_code: 'D-1',
        from_ref_user_id: 'demo-ref-ent-201',
        to_ref_user_id: 'demo-ref-ent-901',
        drug_ent_base_info_id: 'drug-1',
        produce_date: '2026-01-02',
        expire_date: '20280101',
        produce_batch_no: 'B1',
        input_amount: '3.5',
      });
      expect(sent.trace_codes).toBeUndefined();
    },
  );

  test('without a counterparty it stays within the house', () => {
    const ctx = of('msfx/producer', 'producer');
    const input = billOf('purchase-in', 'LT-0', [], ctx, remnant);
    const request = operation('purchase-in.submit').buildRequest(input, context(ctx)) as RestRequest;
    const sent = new URLSearchParams(String(request.body));
    expect([sent.get('bill_type'), sent.get('from_ref_user_id'), sent.get('to_ref_user_id')]).toEqual([
      '106',
      'demo-ref-ent-301',
      'demo-ref-ent-301',
    ]);
  });

  test.each(['kyt', 'msc', 'wes'])('is booked once at %s and known when it is sent again', async (family) => {
    const own = await signedIn(`msfx/wholesale-${family}`, 'wholesaler');
    const input = billOf('sale-out', `LT-${family}`, [], own, { counterparty, ...remnant });
    expect(await rig.call('sale-out.submit', input, own)).toMatchObject({ type: 'accepted-pending' });
    expect(await rig.call('bill-status', input, own)).toMatchObject({ type: 'ok' });
    expect(await rig.call('sale-out.submit', input, own)).toMatchObject({ type: 'ok', duplicate: true });
    expect(rig.simulator.ledger().filter(({ key }) => key === `LT-${family}`)).toMatchObject([{ codes: [] }]);
  });

  test.each<[string, Partial<RecognisedEvent>, string]>([
    ['two lines', { ...remnant, lines: [line, line] }, 'REMNANT_ONE_LINE'],
    ['no product id', { ...remnant, extensions: {} }, 'MSFX_INPUT_REFUSED'],
    ['no partner with a ref_ent_id', { ...remnant, counterparty: { code: 'H102', name: 'x' } }, 'PARTNER_UNKNOWN'],
  ])('%s is refused', (_name, changes, code) => {
    const ask = () => form('sale-out', changes, of('msfx/wholesale-kyt', 'wholesaler'));
    expect(ask).toThrow(expect.objectContaining({ code }));
  });

  test("a pharmacy's package has none", () => {
    const ask = () => form('purchase-in', remnant, of('msfx/retail', 'pharmacy'));
    expect(ask).toThrow(expect.objectContaining({ code: 'MSFX_INPUT_REFUSED' }));
  });

  test('an ent_id is never taken for a ref_ent_id', () => {
    const institution = { ...institutions.wholesaler };
    const identity = { ...institution.identity, ref_partners: 'W901=demo-ent-id-901' };
    const ask = () =>
      form('sale-out', remnant, {
        ...of('msfx/wholesale-kyt', 'wholesaler'),
        institution: { ...institution, identity },
      });
    expect(ask).toThrow(expect.objectContaining({ code: 'PARTNER_UNKNOWN' }));
  });
});

describe('生产', () => {
  const production = { extensions: { msfx: { reason: 'production' } }, counterparty: undefined };
  const ctx: Pick<CallContext, 'profile' | 'institution'> = of('msfx/producer', 'producer');

  test.each<[EventKind, string]>([
    ['purchase-in', '101'],
    ['sale-out', '208'],
  ])('%s is %s within the plant, or with a contract manufacturer', (kind, billType) => {
    const { counterparty: _none, ...plant } = production;
    const input = billOf(kind, 'SC-1', codes(1), ctx, plant);
    const request = operation(`${kind}.submit`).buildRequest(input, context(ctx)) as RestRequest;
    const sent = new URLSearchParams(String(request.body));
    const own = 'demo-ent-id-301';
    expect([sent.get('bill_type'), sent.get('from_user_id'), sent.get('to_user_id')]).toEqual([billType, own, own]);
    const parties = form(kind, plant, of('msfx/producer', 'producer'));
    expect([parties.from_user_id, parties.to_user_id].sort()).toEqual([own, 'demo-ent-id-901']);
  });

  test('is refused for those who produce nothing', () => {
    const ask = () =>
      form('purchase-in', { extensions: { msfx: { reason: 'production' } } }, of('msfx/wholesale-kyt', 'wholesaler'));
    expect(ask).toThrow(expect.objectContaining({ code: 'MSFX_INPUT_REFUSED' }));
  });
});

describe('a pack and its contents in one bill', () => {
  const [box, unit] = codes(2);
  if (box === undefined || unit === undefined) throw new Error('two codes');

  test('are refused before they are sent, where the event tells', () => {
    const lines = [
      { product: { localCode: 'P', localName: 'x' }, quantity: '1', codes: [box, { ...unit, parent: box.value }] },
    ];
    const ask = () => form('sale-out', { lines }, of('msfx/wholesale-kyt', 'wholesaler'));
    expect(ask).toThrow(expect.objectContaining({ code: 'PARENT_WITH_CHILD' }));
  });

  test('a pack alone, or contents whose pack is not in the bill, go out', () => {
    const lines = [
      {
        product: { localCode: 'P', localName: 'x' },
        quantity: '1',
        codes: [{ ...unit, parent: '81234569999999999999' }],
      },
    ];
    expect(form('sale-out', { lines }, of('msfx/wholesale-kyt', 'wholesaler')).trace_codes).toBe(unit.value);
  });

  test('are named when the platform alone knows', async () => {
    const own = of('msfx/wholesale-kyt', 'wholesaler');
    const known = ['81234570000000000001', '81234560000000000001'].map((value) => ({ ...box, value, raw: value }));
    const input = billOf('sale-out', 'PC-1', known, own, { counterparty });
    expect(await rig.call('sale-out.submit', input, own)).toMatchObject({
      type: 'fault',
      fault: { category: 'rejected', code: 'MSFX_PARENT_WITH_CHILD' },
    });
  });
});

describe('疫苗接种', () => {
  test('takes 800 codes in a bill; the profile of vaccination points has the hub split', () => {
    const lines = [{ product: { localCode: 'P', localName: 'x' }, quantity: '1', codes: codes(801) }];
    const vaccination = { lines, extensions: { msfx: { reason: 'vaccination' } } };
    for (const profileId of ['msfx/hospital', 'msfx/vaccination'])
      expect(() => form('dispense', vaccination, of(profileId, 'hospital'))).toThrow(
        expect.objectContaining({ code: 'TOO_MANY_CODES' }),
      );
    expect(profileOf('msfx/vaccination').limits['dispense.submit']).toEqual({ maxCodes: 800 });
    const use = { lines, extensions: { msfx: { reason: 'use' } } };
    expect(form('dispense', use, of('msfx/hospital', 'hospital')).bill_type).toBe('323');
  });
});

test('the two ids of an enterprise cannot be passed for one another', () => {
  const { institution } = of('msfx/wholesale-kyt', 'wholesaler');
  const [ref, ent] = [refEntIdOf(institution), requiredEntIdOf(institution)];
  // @ts-expect-error a ref_ent_id is no ent_id
  const bill: Parties = { from_user_id: ref, to_user_id: ent };
  // @ts-expect-error an ent_id is no ref_ent_id
  const remnant: RemnantParties = { from_ref_user_id: ref, to_ref_user_id: ent };
  expect([bill.to_user_id, remnant.from_ref_user_id]).toEqual(['demo-ent-id-201', 'demo-ref-ent-201']);
});
