import { afterEach, describe, expect, test } from '@jest/globals';
import type { FileAction } from '../../adapters/contract/index.ts';
import { createTransport, resolveBySystem } from '../../gateway/link/transports/index.ts';
import { build, code, context, delivery, line, openRig, profileOf, type Rig } from './mah-file-support.ts';

let rig: Rig;
afterEach(() => rig?.close());

const sale = (documentNo: string, ...codes: string[]) =>
  delivery('sale-out', documentNo, [line(codes.map((value) => code(value)))]);
const own = '81234560000000000011';
const foreign = '89999990000000000011';
const unknown = { fault: { category: 'unknown-outcome' } };

/** One action on the simulator's server, past the adapter. */
async function act(action: FileAction): Promise<number> {
  const transport = createTransport('file', {
    endpoint: rig.simulator.endpoint,
    allowAddresses: ['127.0.0.0/8'],
    maxInFlight: 1,
    connectMs: 2000,
    maxReplyBytes: 10_000,
    resolveHost: resolveBySystem,
  });
  const request = { ...build('probe', undefined), action };
  const reply = await transport.send(request, AbortSignal.timeout(3000)).reply;
  await transport.close();
  if (reply.type === 'failure') throw new Error(reply.failure.code);
  return reply.response.status;
}

describe('the adapter against the strict simulator, over SSH and through the link', () => {
  test('a bill is booked once, however often it is dropped, and its receipt is read', async () => {
    rig = await openRig();
    const input = sale('A/1', own);
    expect(await rig.call('receipt', input)).toEqual({ type: 'not-found' });
    expect(await rig.call('sale-out.submit', input)).toMatchObject({ type: 'accepted-pending' });
    const ok = { type: 'ok', receipt: expect.stringMatching(/^F\d{14}$/), codes: [{ code: own, verdict: 'accepted' }] };
    expect(await rig.call('receipt', input)).toMatchObject(ok);
    expect(await rig.call('sale-out.submit', input)).toMatchObject({ type: 'accepted-pending' });
    expect(await rig.call('receipt', input)).toMatchObject(ok);
    expect(rig.simulator.ledger()).toMatchObject([
      { operation: 'SalesWareHouseOut', institution: 'DEMO-CORP-1', documentNo: 'A/1', codes: [own] },
    ]);
  });

  test('plain XML and CSV receipts, by profile alone', async () => {
    rig = await openRig({ style: 'csv' });
    const profile = profileOf('demo-csv');
    const input = delivery('purchase-in', 'B1', [line([code(own), code(foreign)])], {}, context({ profile }));
    await rig.call('purchase-in.submit', input, { profile });
    expect(await rig.call('receipt', input, { profile })).toMatchObject({
      type: 'ok',
      partial: true,
      codes: [
        { code: own, verdict: 'accepted' },
        { code: foreign, verdict: 'refused', nativeCode: 'E04', message: '追溯码不属于本企业' },
      ],
    });
  });

  test('a refusing receipt ends the delivery, with its verdicts', async () => {
    rig = await openRig();
    const input = sale('A2', foreign);
    await rig.call('sale-out.submit', input);
    expect(await rig.call('receipt', input)).toMatchObject({
      type: 'fault',
      ofRecord: true,
      fault: { category: 'rejected', code: 'MAH_CODE_FOREIGN', nativeCode: 'E04' },
      codes: [{ code: foreign, verdict: 'refused' }],
    });
    expect(rig.simulator.ledger()).toEqual([]);
  });

  test('in the inbox and taken without a receipt are pending', async () => {
    rig = await openRig({ importAfterMs: 60_000 });
    const input = sale('A3', own);
    await rig.call('sale-out.submit', input);
    expect(await rig.call('receipt', input)).toMatchObject({
      type: 'accepted-pending',
      reason: expect.stringMatching(/inbox/),
    });
    // It still stands there: the same bytes are ours, others are not.
    expect(await rig.call('sale-out.submit', input)).toMatchObject({ type: 'accepted-pending' });
    const other = { ...sale('A3', '81234560000000000012'), ids: input.ids };
    expect(await rig.call('sale-out.submit', other)).toMatchObject({ fault: { code: 'MAH_FILE_DIFFERS' } });
    await rig.close();
    rig = await openRig({ receiptAfterMs: 60_000 });
    await rig.call('sale-out.submit', input);
    expect(await rig.call('receipt', input)).toMatchObject({
      type: 'accepted-pending',
      reason: expect.stringMatching(/taken/),
    });
  });

  test('cut off before the rename was done: unknown, then not found; after it: unknown, then found', async () => {
    rig = await openRig();
    rig.simulator.setFault({ fault: 'reset', match: 'A4' });
    const before = sale('A4', own);
    expect(await rig.call('sale-out.submit', before)).toMatchObject(unknown);
    expect(await rig.call('receipt', before)).toEqual({ type: 'not-found' });
    rig.simulator.setFault({ fault: 'apply-reset' });
    const after = sale('A5', '81234560000000000051');
    expect(await rig.call('sale-out.submit', after)).toMatchObject(unknown);
    expect(await rig.call('receipt', after)).toMatchObject({ type: 'ok' });
    expect(rig.simulator.ledger().map(({ documentNo }) => documentNo)).toEqual(['A5']);
  });

  test('silence is unknown', async () => {
    rig = await openRig({}, 800);
    rig.simulator.setFault({ fault: 'apply-hang' });
    const input = sale('A6', own);
    expect(await rig.call('sale-out.submit', input)).toMatchObject({
      fault: { category: 'unknown-outcome', code: 'REPLY_TIMEOUT' },
    });
    expect(await rig.call('receipt', input)).toMatchObject({ type: 'ok' });
  });

  test.each(['truncated', 'alien', 'empty', 'gbk', 'wrong-type'] as const)(
    'a receipt that is %s proves nothing; the true one does',
    async (fault) => {
      rig = await openRig();
      rig.simulator.setFault({ fault });
      const input = sale('A7', own, foreign);
      await rig.call('sale-out.submit', input);
      expect(await rig.call('receipt', input)).toMatchObject({ fault: { category: 'contract-broken' } });
    },
  );

  test('a full disk, a refused action, a wrong password and a wrong host key are told apart', async () => {
    rig = await openRig({ quotaBytes: 100 });
    expect(await rig.call('sale-out.submit', sale('A8', own))).toMatchObject({
      fault: { category: 'unavailable', code: 'MAH_NO_SPACE' },
    });
    rig.simulator.setFault({ fault: 'unavailable' });
    expect(await rig.call('probe')).toMatchObject({
      fault: { category: 'unavailable', code: 'MAH_FILE_ACTION_REFUSED' },
    });
    const { institution, settings } = context();
    const wrong = { ...institution, credentials: { username: 'drop-001', password: 'no' } };
    expect(await rig.call('probe', undefined, { institution: wrong })).toMatchObject({
      fault: { category: 'auth', code: 'MAH_LOGIN_REFUSED' },
    });
    const pinned = { ...settings, hostKeySha256: [`SHA256:${'B'.repeat(43)}`] };
    expect(await rig.call('probe', undefined, { settings: pinned })).toMatchObject({
      fault: { category: 'unavailable', code: 'HOST_KEY_REFUSED' },
    });
    expect(await rig.call('probe')).toEqual({ type: 'ok' });
  });

  test("another account's corpId is refused by its receipt", async () => {
    rig = await openRig();
    const { institution } = context();
    const other = context({ institution: { ...institution, identity: { corpId: 'DEMO-CORP-2' } } });
    const input = delivery('sale-out', 'A9', [line([code(own)])], {}, other);
    await rig.call('sale-out.submit', input, { institution: other.institution });
    expect(await rig.call('receipt', input)).toMatchObject({ fault: { code: 'MAH_PARTNER_UNKNOWN' }, ofRecord: true });
  });
});

describe('the simulator', () => {
  const file = 'DEMO-CORP-1_SALEOUT_Z1_20261122231005.zip';
  const receipts = (ending: string): FileAction => ({ type: 'read', path: `receipts/${file.replace('.zip', ending)}` });
  const drop = (content: string | Uint8Array, path = `inbox/${file}`): FileAction => ({
    type: 'write',
    path,
    temporaryPath: 'inbox/.x.part',
    content,
  });

  test('refuses what is no whole archive, and the same name with other content', async () => {
    rig = await openRig();
    const action = build('sale-out.submit', sale('Z1', own)).action;
    if (action.type !== 'write') throw new Error('no write');
    const content = Buffer.from(action.content);
    expect(await act(drop(content.subarray(0, content.length - 30)))).toBe(201);
    expect(await act(receipts('.err'))).toBe(200);
    expect(await act(drop(content))).toBe(201);
    expect(await act(receipts('.ok'))).toBe(200);
    const other = build('sale-out.submit', { ...sale('Z1', '81234560000000000012') }).action;
    if (other.type !== 'write') throw new Error('no write');
    expect(await act(drop(other.content))).toBe(201);
    expect(rig.simulator.ledger()).toHaveLength(1);
  });

  test('lets partners write into the inbox only, and rename only what was temporary', async () => {
    rig = await openRig();
    expect(await act(drop('x', 'done/x.zip'))).toBe(403);
    expect(
      await act({ ...drop('x'), type: 'write', temporaryPath: 'inbox/y.zip', path: 'inbox/z.zip' } as FileAction),
    ).not.toBe(201);
    expect(rig.simulator.ledger()).toEqual([]);
  });

  test('can go dark and comes back', async () => {
    rig = await openRig();
    rig.simulator.setFault({ fault: 'dark', ms: 300 });
    expect(await rig.call('probe')).toMatchObject({ fault: { code: 'CONNECT_REFUSED' } });
    const until = Date.now() + 5000;
    let last = await rig.call('probe');
    while (last.type !== 'ok' && Date.now() < until) last = await rig.call('probe');
    expect(last).toEqual({ type: 'ok' });
  });
});
