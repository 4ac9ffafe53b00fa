import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { simulators } from '../adapters/index.ts';
import type { Simulator } from '../adapters/sim-kit/contract.ts';
import type { Hub } from '../config/types.ts';
import type { Directory } from './directory/contract.ts';
import { newKey } from './http/keys.ts';
import type { Store } from './store/contract.ts';

/**
 * Starts the simulators that the sandbox configuration names.
 * @throws when one is unknown or its port is taken
 */
export async function startSimulators(hub: Hub): Promise<Simulator[]> {
  const running: Simulator[] = [];
  for (const [id, options] of Object.entries(hub.sandbox?.simulators ?? {})) {
    const load = simulators[id];
    if (load === undefined)
      throw new Error(`sandbox.simulators: no simulator "${id}"; known are ${Object.keys(simulators).join(', ')}`);
    const start = await load();
    running.push(await start(options));
  }
  return running;
}

/** First start of a sandbox: its institutions, one key, and a ready curl line on stdout. Later starts change nothing. */
export async function prepareSandbox(
  hub: Hub,
  {
    store,
    directory,
    clock,
  }: { readonly store: Store; readonly directory: Directory; readonly clock: { now(): number } },
): Promise<void> {
  const { sandbox } = hub;
  if (sandbox?.tenant === undefined || (await store.hasKeys())) return;
  if (sandbox.institutions !== undefined) {
    const csv = await readFile(resolve(hub.baseDir, sandbox.institutions), 'utf8');
    const imported = await directory.importCsv(sandbox.tenant, csv);
    if ('errors' in imported) {
      const list = imported.errors.map((error) => `${error.pointer}: ${error.message.en}`).join('; ');
      throw new Error(`${sandbox.institutions}: ${list}`);
    }
  }
  const { key, record } = newKey(sandbox.tenant, 'operator', 'sandbox', clock.now());
  await store.putKey(record);
  const isDemonstration = (await directory.get(sandbox.tenant, demoPharmacy.code)) !== undefined;
  process.stdout.write(firstSteps(hub, key, isDemonstration));
}

/** The pharmacy of the sandbox's own configuration; another one may know others. */
const demoPharmacy = { code: 'P43010000001', region: '430102' };

/** The sandbox's welcome: the key (shown once) and, where its pharmacy is known, a sale that can be posted as it stands. */
function firstSteps(hub: Hub, key: string, isDemonstration: boolean): string {
  const event = {
    kind: 'retail-sale',
    institution: demoPharmacy,
    documentNo: 'XS0001',
    occurredAt: '2026-07-01T10:00:00+08:00',
    operator: { name: '王店员' },
    lines: [
      {
        product: { localCode: 'SP00001', localName: '演示阿莫西林胶囊', nhsaCode: 'XA01ABD075A002010100001' },
        lot: 'LOT260101',
        producedOn: '2026-01-15',
        expiresOn: '2028-01-14',
        quantity: '1',
        unitPrice: '12.50',
        prescriptionOnly: true,
        codes: ['81234560000000010001'],
      },
    ],
    settlement: { type: 'self-pay', visitNo: 'ZF0001' },
    prescription: { doctor: { name: '李医师' }, pharmacist: { name: '陈药师', licenceNo: 'YS4300000001' } },
  };
  const url = `http://127.0.0.1:${hub.server.port}`;
  const sale = [
    'A first sale:',
    '',
    `  curl -s ${url}/v1/events \\`,
    `    -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -H 'Prefer: wait=5' \\`,
    `    -d '${JSON.stringify(event)}'`,
    '',
  ];
  return [
    '',
    'TraceHub sandbox. Your key (shown once):',
    '',
    `  export KEY=${key}`,
    '',
    ...(isDemonstration ? sale : []),
    `API reference: ${url}/docs`,
    '',
    '',
  ].join('\n');
}
