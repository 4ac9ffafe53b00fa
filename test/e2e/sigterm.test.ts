import { expect, test } from '@jest/globals';
import { saleText } from '../bench/sale.ts';
import { importDirectory, openLab } from '../chaos/lab.ts';
import { disagreements } from '../demo/agree.ts';

const onTheirWay = new Set(['queued', 'sending', 'pending', 'unknown', 'held']);

test('SIGTERM under load: attempts finish, leases are given back, exit code 0, and the next start goes on at once', async () => {
  const lab = await openLab('sqlite');
  try {
    await lab.gateway.start();
    await importDirectory(lab.client);
    const posted = await Promise.all(
      Array.from({ length: 60 }, (_, n) => lab.client.send('POST', '/v1/events', saleText(n, 'T'))),
    );
    expect(posted.map((reply) => reply.status)).toEqual(posted.map(() => 202));
    expect(await lab.gateway.stop()).toBe(0);

    await lab.gateway.start();
    const restarted = performance.now();
    let deliveries = await lab.client.deliveries();
    while (deliveries.some(({ state }) => onTheirWay.has(state))) {
      // A lease that was not given back would keep its delivery waiting for a minute.
      if (performance.now() - restarted > 20_000) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
      deliveries = await lab.client.deliveries();
    }
    expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
    expect(deliveries).toHaveLength(180);
    for (const [link, { adapter, simulator }] of lab.platforms) {
      const own = deliveries.filter((delivery) => delivery.link === link);
      expect(disagreements(adapter, own, simulator.ledger())).toEqual([]);
    }
  } finally {
    await lab.close();
  }
}, 60_000);
