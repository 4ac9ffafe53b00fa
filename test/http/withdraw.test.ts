import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Attempt, Settlement } from '../../gateway/store/contract.ts';
import { line, now, route, sale } from '../intake/event.ts';
import { createApi, someId } from './rig.ts';

const reason = { reason: 'wrong lot number' };
let counter = 0;
let api: Awaited<ReturnType<typeof createApi>>;

beforeAll(async () => {
  api = await createApi({
    routes: [route('hunan', { primary: true }), route('maker'), route('shared')],
    linkIds: ['hunan', 'maker', 'shared'],
  });
  const own = { identity: { shop: '7' }, credentials: { secret: 's' } };
  const put = { name: 'P', region: '430102', role: 'pharmacy', links: { hunan: own, maker: own, shared: own } };
  await api.as('a').put('/v1/institutions/P43010000001').send(put).expect(200);
});
afterAll(() => api.close());

/** Posts a sale and settles its deliveries on the named links. */
async function sold(...delivered: readonly string[]) {
  counter += 1;
  const event = sale({ documentNo: `T-${counter}`, lines: [line({ codes: [`T-CODE-${counter}`] })] });
  const { body } = await api.as('a').post('/v1/events').send(event).expect(202);
  for (const link of delivered) {
    const claimed = await api.store.claim({ link, owner: 'o', limit: 99, now, leaseUntil: now + 60_000 });
    for (const { id } of claimed) await api.store.settle({ id, owner: 'o', now, state: 'delivered', receipt: 'R' });
  }
  const [hunan, maker, shared] = ['hunan', 'maker', 'shared'].map(
    (name) => body.deliveries.find(({ link }: { link: string }) => link === name)?.id as string,
  );
  return { id: body.id as string, hunan, maker, shared, code: `T-CODE-${counter}` };
}

describe('taking one delivery back', () => {
  test('makes a delivery of its own, shown on both and in the history of the code', async () => {
    const { id, hunan, code } = await sold('hunan');
    api.woken.length = 0;
    const { body } = await api.as('a').post(`/v1/deliveries/${hunan}/withdraw`).send(reason).expect(202);
    expect(body).toMatchObject({
      eventId: id,
      operation: 'sale.withdraw',
      state: 'queued',
      withdraws: { delivery: hunan, ...reason },
    });
    expect(api.woken).toEqual(['hunan']);
    const event = await api.as('a').get(`/v1/events/${id}`).expect(200);
    const original = event.body.deliveries.find((delivery: { id: string }) => delivery.id === hunan);
    expect(original).toMatchObject({ state: 'delivered', withdrawnBy: body.id });
    const history = await api.as('a').get(`/v1/codes/${code}`).expect(200);
    expect(history.body.events[0].deliveries).toContainEqual(
      expect.objectContaining({ id: body.id, withdraws: hunan }),
    );
  });

  test('happens once, and only for what the platform holds', async () => {
    const { hunan } = await sold('hunan');
    const { body } = await api.as('operator').post(`/v1/deliveries/${hunan}/withdraw`).send(reason).expect(202);
    const again = await api.as('a').post(`/v1/deliveries/${hunan}/withdraw`).send(reason).expect(409);
    expect(again.body.code).toBe('ALREADY_WITHDRAWN');
    const twice = await api.as('a').post(`/v1/deliveries/${body.id}/withdraw`).send(reason).expect(422);
    expect(twice.body.code).toBe('WITHDRAWAL_NOT_SUPPORTED');
    const open = await sold();
    const early = await api.as('a').post(`/v1/deliveries/${open.hunan}/withdraw`).send(reason).expect(409);
    expect(early.body.code).toBe('WITHDRAWAL_NOT_DELIVERED');
    await api.as('a').post(`/v1/deliveries/${someId}/withdraw`).send(reason).expect(404);
  });

  test('is refused where the platform knows no such thing, with what to do instead', async () => {
    const { maker } = await sold('maker');
    const { body } = await api.as('a').post(`/v1/deliveries/${maker}/withdraw`).send(reason).expect(422);
    expect(body).toMatchObject({ code: 'WITHDRAWAL_NOT_SUPPORTED', detail: expect.stringContaining('opposite') });
  });

  test('needs a reason', async () => {
    const { hunan } = await sold('hunan');
    await api.as('a').post(`/v1/deliveries/${hunan}/withdraw`).send({}).expect(422);
  });
});

describe('a record that the platform held before', () => {
  const write = { operation: 'sale.submit', effect: 'write', startedAt: now, durationMs: 1, attemptIds: {} } as const;
  const exists = { ...write, sent: true, outcome: 'ok' } as const;

  /** Delivered as a duplicate on the link, after the attempts that are named. */
  async function repeated(link: 'hunan' | 'shared', ...earlier: ReadonlyArray<Partial<Attempt>>) {
    const event = await sold();
    for (const [index, attempt] of [...earlier, exists].entries()) {
      const at = now + index * 60_000;
      await api.store.claim({ link, owner: 'o', limit: 99, now: at, leaseUntil: at + 60_000 });
      const made = { ...exists, ...attempt };
      const end = index < earlier.length ? { state: 'queued', nextAt: at } : { state: 'delivered', duplicate: true };
      await api.store.settle({ id: event[link] ?? '', owner: 'o', now: at, attempt: made, ...end } as Settlement);
    }
    return api.as('a').post(`/v1/deliveries/${event[link]}/withdraw`).send(reason);
  }

  test('is not taken back by a number that others may have used', async () => {
    const { status, body } = await repeated('shared');
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'WITHDRAWAL_NOT_OURS', detail: expect.stringContaining('platform') });
  });

  test.each([
    ['was refused', { outcome: 'fault', category: 'rejected' }],
    ['did not leave', { sent: false, outcome: 'fault', category: 'unknown-outcome' }],
    ['was a sign-in', { operation: 'sign-in', outcome: 'fault', category: 'unknown-outcome' }],
    ['was a question', { effect: 'read', outcome: 'fault', category: 'contract-broken' }],
  ] as const)('nor after an earlier attempt that %s', async (_, attempt) => {
    const { body } = await repeated('shared', attempt);
    expect(body.code).toBe('WITHDRAWAL_NOT_OURS');
  });

  test('nor where it was still in process when the submission met it', async () => {
    const event = await sold();
    const base = { id: event.shared ?? '', owner: 'o', now } as const;
    const claim = () => api.store.claim({ link: 'shared', owner: 'o', limit: 99, now, leaseUntil: now + 60_000 });
    await claim();
    const met = { ...exists, outcome: 'accepted-pending' };
    await api.store.settle({ ...base, attempt: met, state: 'pending', duplicate: true, nextAt: now });
    await claim();
    const asked = { ...exists, operation: 'sale.query', effect: 'read' } as const;
    await api.store.settle({ ...base, attempt: asked, state: 'delivered', duplicate: true });
    const { body } = await api.as('a').post(`/v1/deliveries/${event.shared}/withdraw`).send(reason).expect(409);
    expect(body.code).toBe('WITHDRAWAL_NOT_OURS');
  });

  test.each([
    ['of unknown fate', { outcome: 'fault', category: 'unknown-outcome' }],
    ['that was cut off', { outcome: 'interrupted', category: 'unknown-outcome' }],
    ['that the platform took', { outcome: 'accepted-pending' }],
  ] as const)('is ours after an earlier attempt %s', async (_, attempt) => {
    const { status, body } = await repeated('shared', attempt);
    expect([status, body.code]).toEqual([202, undefined]);
  });

  test('is taken back where numbers are our own', async () => {
    expect((await repeated('hunan')).status).toBe(202);
  });
});

describe('taking an event back', () => {
  test('takes back what it can and names the rest', async () => {
    const { id, hunan, maker, shared } = await sold('hunan', 'maker', 'shared');
    const { body } = await api.as('a').post(`/v1/events/${id}/withdraw`).send(reason).expect(202);
    const withdrawals = body.event.deliveries.filter((delivery: object) => 'withdraws' in delivery);
    expect(withdrawals).toMatchObject([{ withdraws: { delivery: hunan } }, { withdraws: { delivery: shared } }]);
    expect(body.left).toEqual([
      { delivery: maker, link: 'maker', code: 'WITHDRAWAL_NOT_SUPPORTED', detail: expect.any(String) },
    ]);
    const again = await api.as('a').post(`/v1/events/${id}/withdraw`).send(reason).expect(409);
    expect(again.body.code).toBe('ALREADY_WITHDRAWN');
  });

  test('finds nothing to take back while nothing is delivered', async () => {
    const { id } = await sold();
    const { body } = await api.as('a').post(`/v1/events/${id}/withdraw`).send(reason).expect(409);
    expect(body.code).toBe('WITHDRAWAL_NOT_DELIVERED');
  });
});
