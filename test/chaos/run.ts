/** `npm run chaos -- [--kills 20] [--store sqlite|postgres|both]`: kill -9 of the gateway under load; exits 0 only if nothing was lost or doubled. */
import { parseArgs } from 'node:util';
import { type KillReport, killRepeatedly } from './kills.ts';
import type { StoreKind } from './lab.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, store: { type: 'string', default: 'both' } },
});
const kills = Number(values.kills);
const stores: StoreKind[] =
  values.store === 'both' ? ['sqlite', 'postgres'] : [values.store === 'postgres' ? 'postgres' : 'sqlite'];
if (!Number.isInteger(kills) || kills < 1) {
  process.stderr.write('--kills takes a whole number of at least 1\n');
  process.exit(2);
}

const reports: KillReport[] = [];
for (const store of stores)
  reports.push(await killRepeatedly(store, kills, (text) => process.stderr.write(`${text}\n`)));

for (const report of reports) {
  const states = Object.entries(report.states)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
  process.stdout.write(
    `${report.store}: ${report.kills} kills, ${report.acknowledged} events acknowledged, ${report.deliveries} deliveries (${states}), ` +
      `ready after ${report.ready.emptyMs} ms (empty), ${report.ready.medianMs} ms (median after a kill), ${report.ready.slowestMs} ms (slowest), ` +
      `${report.problems.length} problems\n`,
  );
  for (const problem of report.problems.slice(0, 50)) process.stdout.write(`  ${problem}\n`);
}
process.exit(reports.every((report) => report.problems.length === 0) ? 0 : 1);
