/** `npm run bench`: measures everything against floors in the same run, prints the figures and writes docs/benchmarks.md. `--quick`: one short run each. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureBacklog } from './backlog.ts';
import { measureCodes } from './codes.ts';
import { measureDelivery } from './delivery.ts';
import { measureIntake } from './intake.ts';
import { measureJob } from './job.ts';
import { measureMapping } from './mapping.ts';
import { measureNeighbours } from './neighbours.ts';
import { type Figures, report } from './report.ts';
import { measureVerify } from './verify.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const runs = values.quick ? 1 : 3;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

say('mapping');
const mapping = await measureMapping(values.quick ? 1 : 5, values.quick ? 1000 : 4000);
say('recognition');
const codes = measureCodes(values.quick ? 1 : 5, values.quick ? 50_000 : 200_000);
say('intake, SQLite');
const intakeSqlite = await measureIntake('sqlite', runs, values.quick ? 3 : 8);
say('intake, PostgreSQL');
const intakePostgres = await measureIntake('postgres', runs, values.quick ? 3 : 8);
say('CPU per delivery');
const delivery = await measureDelivery(runs, values.quick ? 3000 : 10_000);
say('whole job, SQLite');
const jobSqlite = await measureJob('sqlite', runs, values.quick ? 2000 : 6000);
say('whole job, PostgreSQL');
const jobPostgres = await measureJob('postgres', runs, values.quick ? 2000 : 6000);
say('healthy links beside dead ones');
const neighbours = await measureNeighbours(runs);
say('backlog');
const backlog = await measureBacklog(values.quick ? 60_000 : 1_000_000);
say('verification before a sale');
const verify = await measureVerify(values.quick ? 100_000 : 10_000_000, values.quick ? 200 : 1_000);

const figures: Figures = {
  mapping,
  codes,
  intake: [intakeSqlite, intakePostgres],
  delivery,
  jobs: [jobSqlite, jobPostgres],
  neighbours,
  backlog,
  verify,
  runs,
};
const text = report(figures);
process.stdout.write(text);
if (!values.quick) await writeFile(new URL('../../docs/benchmarks.md', import.meta.url), text);
process.exit(0);
