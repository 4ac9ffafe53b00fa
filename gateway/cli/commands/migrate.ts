import { loadHub } from '../../../config/load.ts';
import { type Command, type ExitCode, exitCodes, UsageError } from '../command.ts';
import { configExplained, configFile, configOption } from '../options.ts';
import { withStore } from '../store.ts';

export const migrate: Command = {
  name: 'migrate',
  summary: "bring the store's tables up to this version",
  examples: ['tracehub migrate --config /etc/tracehub/hub.yaml'],
  options: { ...configOption },
  explained: [configExplained],
  async run(input, io): Promise<ExitCode> {
    if (input.args.length > 0) throw new UsageError('migrate takes no arguments');
    const hub = await loadHub(configFile(input));
    if (hub.store.driver === 'sqlite') {
      // Opening is enough: the embedded store runs its own migrations.
      await withStore(hub, (store) => store.ping());
      io.err('the embedded store is up to date\n');
      return exitCodes.ok;
    }
    const { migratePostgres } = await import('../../store/index.ts');
    const applied = await migratePostgres(hub.store.url);
    for (const name of applied) io.out(`${name}\n`);
    io.err(applied.length === 0 ? 'nothing to do\n' : `${applied.length} migrations applied\n`);
    return exitCodes.ok;
  },
};
