/**
 * Sells every pack twice and assesses at the same time, as fast as it can; prints each pack when its second sale is acknowledged. Runs
 * until it is killed.
 */
import type { StoreSettings } from '../../../config/types.ts';
import { createAssessor } from '../../../gateway/ledger/index.ts';
import { openStore } from '../../../gateway/store/index.ts';
import { recordingLogger, silentMetrics } from '../../dispatch/rig.ts';
import { newId, noon, sample } from '../../store/samples.ts';

const settings: StoreSettings = JSON.parse(process.argv[2] ?? '');
const owner = `node-${process.pid}`;
const store = await openStore(settings);
// Each life leads at once: its clock is later than the lead of the one before.
const now = noon + process.pid * 1_000_000;
const assessor = createAssessor({
  store,
  owner,
  clock: { now: () => now },
  newId,
  logger: recordingLogger(),
  metrics: silentMetrics,
});

const tenants = ['chain-a', 'chain-b'] as const;
for (const tenant of tenants) {
  const institution = { code: 'P43010200001', name: 'A', region: '430102', role: 'pharmacy', links: {} };
  await store.putInstitution({ tenant, ...institution, updatedAt: noon });
}

async function sell(lane: number): Promise<void> {
  for (let index = 0; ; index += 1) {
    const value = `8${String(process.pid).padStart(7, '0')}${lane}${String(index).padStart(11, '0')}`;
    for (const tenant of tenants) await store.accept(sample({ tenant, codes: [{ value }] }));
    process.stdout.write(`${value}\n`);
  }
}

async function assess(): Promise<void> {
  for (;;) {
    await assessor.catchUp();
    await new Promise(setImmediate);
  }
}

await Promise.all([assess(), ...Array.from({ length: 8 }, (_, lane) => sell(lane))]);
