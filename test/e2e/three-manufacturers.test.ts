import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { simulators } from '../../adapters/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../config/load.ts';
import { newKey } from '../../gateway/http/index.ts';
import { type Running, run } from '../../gateway/main.ts';
import { openStore } from '../../gateway/store/index.ts';
import type { HubDelivery } from '../demo/agree.ts';
import { HubClient } from '../demo/client.ts';

/** Link → whose lines go there. */
const makers = {
  'by-prefix': 'codePrefixes: ["8111111"]',
  'by-gtin': 'gtins: ["06901234567892"]',
  'by-catalogue': 'manufacturers: [演示制药（集团）有限公司]',
};
const ofPrefix = '81111110000000000001';
const ofGtin = '010690123456789221SN1';
const ofCatalogue = '83333330000000000003';

const catalogue = `prefix,packLevel,gtin,nhsaCode,approvalNo,drugId,localName,spec,manufacturer,source,validFrom
8333333,small,,,,,演示片,1g,演示制药(集团)有限公司,test,2026-01-01
8111111,small,,,,,演示胶囊,1g,演示药业,test,2026-01-01
`;

const platforms = new Map<string, Simulator>();
let folder = '';
let gateway: Running | undefined;
let client: HubClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-makers-'));
  const start = await simulators['mah-rest']?.();
  for (const link of Object.keys(makers)) {
    // Each takes its own codes and refuses those of the others, as a manufacturer does.
    const settings = { codePrefixes: [ofPrefix.slice(0, 7), ofCatalogue.slice(0, 7)], gtins: ['06901234567892'] };
    const simulator = await start?.({ port: 0, controlPort: 0, settings });
    if (simulator !== undefined) platforms.set(link, simulator);
  }
  await writeFile(join(folder, 'seal.key'), randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(join(folder, 'catalogue.csv'), catalogue);
  await writeFile(join(folder, 'hub.yaml'), hubText());
  const hub = await loadHub(join(folder, 'hub.yaml'));
  const { key, record } = newKey('e2e', 'operator', 'e2e');
  const store = await openStore(hub.store);
  await store.putKey(record);
  await store.close();
  gateway = await run(hub, { role: 'all', simulators: false });
  client = new HubClient(gateway.port, key);
  const csv = [
    'code,name,region,role,link,identity.partnerCode,credentials.appKey,credentials.appSecret',
    ...Object.keys(makers).map(
      (link) => `P1,演示药店,430102,pharmacy,${link},demo-pharmacy-001,demo-app-001,demo-mah-rest-secret-1`,
    ),
  ].join('\n');
  const imported = await client.send('POST', '/v1/institutions/import', csv, { 'content-type': 'text/csv' });
  expect(imported.status).toBe(200);
}, 30_000);

afterAll(async () => {
  await gateway?.stop();
  await Promise.all([...platforms.values()].map((platform) => platform.close()));
  await rm(folder, { recursive: true });
});

function hubText(): string {
  const links = [...platforms].map(
    ([id, { endpoint }]) =>
      `  ${id}: { adapter: mah-rest, profile: mah-rest/demo, endpoint: "${endpoint}", allowAddresses: [127.0.0.0/8] }`,
  );
  const routes = Object.entries(makers).map(([link, lines]) => `  - { link: ${link}, lines: { ${lines} } }`);
  return `server: { host: 127.0.0.1, port: 0, opsHost: 127.0.0.1, opsPort: 0 }
log: { level: silent }
store: { driver: sqlite, path: hub.db }
secrets: { sealKey: "\${file:seal.key}" }
catalogue: catalogue.csv
links:
${links.join('\n')}
routes:
${routes.join('\n')}
`;
}

const line = (localCode: string, code: string) => ({
  product: { localCode, localName: localCode },
  quantity: '1',
  lot: 'L1',
  producedOn: '2026-01-01',
  expiresOn: '2028-01-01',
  codes: [code],
});

test('one sale of three manufacturers’ drugs becomes three deliveries, each with its own lines', async () => {
  const posted = await client.send('POST', '/v1/events', {
    kind: 'retail-sale',
    institution: { code: 'P1', region: '430102' },
    documentNo: 'THREE-1',
    occurredAt: '2026-07-01T10:00:00+08:00',
    lines: [line('A', ofPrefix), line('B', ofGtin), line('C', ofCatalogue), line('D', '84444440000000000004')],
  });
  expect(posted.status).toBe(202);

  const until = performance.now() + 10_000;
  let deliveries: HubDelivery[] = [];
  do {
    const { body } = await client.send('GET', `/v1/events/${String(posted.body.id)}`);
    deliveries = body.deliveries as HubDelivery[];
    await new Promise((resolve) => setTimeout(resolve, 25));
  } while (deliveries.some(({ state }) => state !== 'delivered') && performance.now() < until);

  expect(deliveries.map(({ link, state }) => [link, state]).sort()).toEqual([
    ['by-catalogue', 'delivered'],
    ['by-gtin', 'delivered'],
    ['by-prefix', 'delivered'],
  ]);
  const booked = Object.fromEntries([...platforms].map(([link, platform]) => [link, platform.ledger()]));
  const codes = Object.entries(booked).map(([link, ledger]) => [link, ledger.map((entry) => entry.codes)]);
  expect(Object.fromEntries(codes)).toEqual({
    'by-prefix': [[ofPrefix]],
    'by-gtin': [[expect.stringContaining('SN1')]],
    'by-catalogue': [[ofCatalogue]],
  });
});
