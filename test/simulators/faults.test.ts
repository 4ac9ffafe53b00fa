import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { start as startMahRest } from '../../adapters/mah-rest/simulator/index.ts';
import { start as startMah } from '../../adapters/mah-soap/simulator/index.ts';
import { start as startMsfx } from '../../adapters/msfx/simulator/index.ts';
import { start as startNhsa } from '../../adapters/nhsa/simulator/index.ts';
import { start as startRegulator } from '../../adapters/regulator-json/simulator/index.ts';
import type { SimFault, Simulator } from '../../adapters/sim-kit/index.ts';
import * as mah from './mah-client.ts';
import * as mahRest from './mah-rest-client.ts';
import * as msfx from './msfx-client.ts';
import * as nhsa from './nhsa-client.ts';
import * as regulator from './regulator-client.ts';

/** Each platform as one write of a document, and one read. */
interface Bench {
  readonly sim: Simulator;
  sell(documentNo: string): Promise<Response>;
  ask(documentNo: string): Promise<Response>;
  /** Does the body prove success, read the way a careful client reads it? */
  succeeded(body: string): boolean;
}

const benches: Record<string, () => Promise<Bench>> = {
  nhsa: async () => {
    const sim = await startNhsa({ port: 0, controlPort: 0 });
    const caller = { endpoint: sim.endpoint };
    const sign_no = await nhsa.signIn(caller);
    const post = (infno: string, input: unknown) => nhsa.post(caller, nhsa.envelope(caller, infno, input, { sign_no }));
    return {
      sim,
      sell: (rtal_docno) =>
        post('3505A', { selinfoDetail: [nhsa.hunanSale({ rtal_docno, fixmedins_bchno: rtal_docno.slice(0, 30) })] }),
      ask: (documentNo) =>
        post('3513', { data: { fixmedins_code: 'P43010000001', fixmedins_bchno: documentNo.slice(0, 30) } }),
      succeeded: (body) => body.includes('"infcode":0') && body.includes('"retRslt":"1"') && body.includes('上传成功'),
    };
  },
  msfx: async () => {
    const sim = await startMsfx({ port: 0, controlPort: 0, settings: { processMs: 0 } });
    // A code can be sold once: every bill gets its own.
    let serial = 0;
    const nextCode = () => {
      serial += 1;
      return `8123456${String(serial).padStart(13, '0')}`;
    };
    return {
      sim,
      sell: (bill_code) =>
        msfx.send(sim.endpoint, msfx.systemParams(msfx.upload), msfx.bill({ bill_code, trace_codes: nextCode() })),
      ask: (billCode) => msfx.send(sim.endpoint, msfx.systemParams(msfx.status), msfx.statusQuery(billCode)),
      succeeded: (body) => body.includes('"response_success":true') && body.includes('调用成功'),
    };
  },
  mah: async () => {
    const sim = await startMah({ port: 0, controlPort: 0 });
    return {
      sim,
      sell: (documentNo) => mah.send(sim.endpoint, mah.envelope(mah.report({ documentNo }))),
      ask: (documentNo) => mah.send(sim.endpoint, mah.envelope(mah.query(documentNo))),
      succeeded: (body) =>
        body.includes('<tns:reportResult>&lt;Result&gt;&lt;Code&gt;0&lt;/Code&gt;') && body.includes('接收成功'),
    };
  },
  mahrest: async () => {
    const sim = await startMahRest({ port: 0, controlPort: 0 });
    return {
      sim,
      sell: (documentNo) => mahRest.send(sim, '/documents', mahRest.document({ documentNo })),
      ask: (documentNo) => mahRest.send(sim, '/documents/query', mahRest.key(documentNo)),
      succeeded: (body) => body.includes('{"code":"0"') && body.includes('接收成功'),
    };
  },
  regulator: async () => {
    const sim = await startRegulator({ port: 0, controlPort: 0 });
    return {
      sim,
      sell: (billNo) => regulator.submit(sim, regulator.sale({ billNo })),
      ask: (billNo) => regulator.ask(sim, billNo),
      succeeded: (body) => body.includes('"code":"0000"') && body.includes('成功'),
    };
  },
};

/** What the client saw: the whole answer, or how the connection ended. */
async function outcome(
  sent: Promise<Response>,
): Promise<{ status: number; text: string; type: string; retryAfter: string | null } | 'cut'> {
  try {
    const response = await sent;
    const text = await response.text();
    const { headers } = response;
    return {
      status: response.status,
      text,
      type: headers.get('content-type') ?? '',
      retryAfter: headers.get('retry-after'),
    };
  } catch {
    return 'cut';
  }
}

async function received(sim: Simulator): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${sim.controlPort}/requests`);
  const { functions } = (await response.json()) as { functions: Record<string, number> };
  return Object.values(functions).reduce((sum, count) => sum + count, 0);
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

describe.each(Object.keys(benches))('faults of %s', (name) => {
  let bench: Bench;

  beforeEach(async () => {
    const open = benches[name];
    if (open === undefined) throw new Error(name);
    bench = await open();
  });
  afterEach(() => bench.sim.close());

  /** @returns what the client saw of the struck request, and how often the document was booked by then. */
  async function strike(fault: SimFault) {
    bench.sim.setFault({ fault });
    const seen = await outcome(bench.sell('XS-9'));
    return { seen, booked: bench.sim.ledger().length };
  }

  test('without one, the answer proves success', async () => {
    const seen = await outcome(bench.sell('XS-9'));
    expect(seen).not.toBe('cut');
    if (seen !== 'cut') expect(bench.succeeded(seen.text)).toBe(true);
  });

  test.each<SimFault>(['hang', 'apply-hang'])('%s never answers', async (fault) => {
    bench.sim.setFault({ fault });
    const before = await received(bench.sim);
    let seen: unknown;
    const pending = outcome(bench.sell('XS-9')).then((result) => {
      seen = result;
    });
    await until(async () => (await received(bench.sim)) > before);
    // The next request is answered, the struck one still is not.
    await outcome(bench.ask('XS-9'));
    expect(seen).toBeUndefined();
    expect(bench.sim.ledger()).toHaveLength(fault === 'hang' ? 0 : 1);
    await bench.sim.close();
    await pending;
    expect(seen).toBe('cut');
  });

  test.each<[SimFault, number]>([
    ['reset', 0],
    ['apply-reset', 1],
    ['truncated', 1],
  ])('%s cuts the connection with %i booked', async (fault, booked) => {
    expect(await strike(fault)).toEqual({ seen: 'cut', booked });
  });

  test('delay answers correctly, later', async () => {
    bench.sim.setFault({ fault: 'delay', ms: 1 });
    const seen = await outcome(bench.sell('XS-9'));
    expect(seen !== 'cut' && bench.succeeded(seen.text)).toBe(true);
  });

  test('refuse is a business refusal, nothing booked', async () => {
    const { seen, booked } = await strike('refuse');
    expect(booked).toBe(0);
    expect(seen).toMatchObject({ status: 200, text: expect.stringContaining('业务校验未通过') });
  });

  test('unavailable is HTTP 503, nothing booked', async () => {
    expect(await strike('unavailable')).toMatchObject({ seen: { status: 503 }, booked: 0 });
  });

  test('html is a page with status 200, nothing booked', async () => {
    expect(await strike('html')).toMatchObject({ seen: { status: 200, type: 'text/html; charset=utf-8' }, booked: 0 });
  });

  test('limit names its delay, nothing booked', async () => {
    bench.sim.setFault({ fault: 'limit', ms: 2_500 });
    const seen = await outcome(bench.sell('XS-9'));
    if (name === 'msfx')
      expect(seen).toMatchObject({
        status: 200,
        text: expect.stringContaining('This ban will last for 3 more seconds'),
      });
    else expect(seen).toMatchObject({ status: 429, retryAfter: '3' });
    expect(bench.sim.ledger()).toHaveLength(0);
  });

  test.each<SimFault>(['alien', 'empty', 'gbk', 'wrong-type'])(
    '%s books, and its answer proves nothing',
    async (fault) => {
      const { seen, booked } = await strike(fault);
      expect(booked).toBe(1);
      expect(seen).toMatchObject({ status: 200 });
      expect(seen !== 'cut' && bench.succeeded(seen.text)).toBe(false);
    },
  );

  test('drip books, then sends byte by byte', async () => {
    bench.sim.setFault({ fault: 'drip' });
    const response = await bench.sell('XS-9');
    const reader = response.body?.getReader();
    const chunk = await reader?.read();
    expect(chunk?.value?.length).toBe(1);
    expect(bench.sim.ledger()).toHaveLength(1);
    await reader?.cancel();
  });

  test('dark refuses connections and comes back on the same port', async () => {
    const { port } = bench.sim;
    bench.sim.setFault({ fault: 'dark', ms: 50 });
    expect(await outcome(bench.sell('XS-9'))).toBe('cut');
    await until(async () => (await outcome(bench.sell('XS-9'))) !== 'cut');
    expect(bench.sim.port).toBe(port);
    expect(bench.sim.ledger()).toHaveLength(1);
  });

  test('strikes as often as asked, and only documents that match', async () => {
    bench.sim.setFault({ fault: 'unavailable', match: 'BAD', times: 2 });
    const statuses: unknown[] = [];
    for (const documentNo of ['XS-1', 'BAD-1', 'XS-2', 'BAD-1', 'BAD-1']) {
      const seen = await outcome(bench.sell(documentNo));
      statuses.push(seen === 'cut' ? seen : seen.status);
    }
    expect(statuses).toEqual([200, 503, 200, 503, 200]);
    bench.sim.setFault({ fault: 'unavailable' });
    bench.sim.clearFaults();
    expect(await outcome(bench.sell('XS-3'))).toMatchObject({ status: 200 });
  });

  test('leaves a read alone when it is about bookings', async () => {
    bench.sim.setFault({ fault: 'empty' });
    expect(await outcome(bench.ask('XS-1'))).not.toMatchObject({ text: '' });
    expect(await outcome(bench.sell('XS-1'))).toMatchObject({ text: '' });
  });

  test('spoils the answer to a read about a matching document', async () => {
    await outcome(bench.sell('XS-1'));
    bench.sim.setFault({ fault: 'empty', match: 'XS-1' });
    expect(await outcome(bench.ask('XS-1'))).toMatchObject({ status: 200, text: '' });
  });

  test('an answer that was a refusal does not use up a fault', async () => {
    bench.sim.setFault({ fault: 'apply-reset' });
    const wrong = await fetch(bench.sim.endpoint, { method: 'POST', body: 'nonsense' });
    await wrong.text();
    expect(await outcome(bench.sell('XS-1'))).toBe('cut');
  });

  test('a magic document number strikes once, and refuse every time', async () => {
    const magic = `A-SIM-${name}-unavailable`;
    expect(await outcome(bench.sell(magic))).toMatchObject({ status: 503 });
    expect(await outcome(bench.sell(magic))).toMatchObject({ status: 200 });
    expect(await outcome(bench.sell('B-SIM-all-unavailable'))).toMatchObject({ status: 503 });
    expect(await outcome(bench.sell('C-SIM-other-unavailable'))).toMatchObject({ status: 200 });
    for (const _time of [1, 2]) {
      expect(await outcome(bench.sell('D-SIM-all-refuse'))).toMatchObject({
        text: expect.stringContaining('业务校验未通过'),
      });
    }
    expect(bench.sim.ledger().map((entry) => entry.documentNo)).toEqual([magic, 'C-SIM-other-unavailable']);
  });

  test('a client that leaves in the middle of its request changes nothing', async () => {
    const before = await received(bench.sim);
    await new Promise<void>((resolve) => {
      const request = httpRequest(bench.sim.endpoint, { method: 'POST', headers: { 'content-length': '1000' } });
      request.once('error', () => resolve());
      request.write('half', () => request.destroy(new Error('gone')));
    });
    await outcome(bench.sell('XS-1'));
    expect(await received(bench.sim)).toBe(before + 1);
    expect(bench.sim.ledger()).toHaveLength(1);
  });
});
