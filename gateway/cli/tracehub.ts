/**
 * The `tracehub` command (bin/tracehub.js, npm start): wires words and streams of the process to the commands. Each command
 * imports the rooms it needs only when it runs, so that help and typing mistakes are answered at once.
 */
import { catalogueExport, catalogueImport } from './commands/catalogue.ts';
import { configCheck, configShow } from './commands/config.ts';
import { eventShow } from './commands/event.ts';
import { findings } from './commands/findings.ts';
import { key } from './commands/key.ts';
import { keyList, keyRevoke } from './commands/keys.ts';
import { linkTest } from './commands/link.ts';
import { lookup } from './commands/lookup.ts';
import { migrate } from './commands/migrate.ts';
import { recognise } from './commands/recognise.ts';
import { sim } from './commands/sim.ts';
import { start } from './commands/start.ts';
import { version } from './commands/version.ts';
import { runCli } from './run-cli.ts';

const commands = [
  start,
  keyList,
  keyRevoke,
  key,
  migrate,
  sim,
  configCheck,
  configShow,
  eventShow,
  catalogueImport,
  catalogueExport,
  linkTest,
  lookup,
  recognise,
  findings,
  version,
];

process.exitCode = await runCli(commands, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
