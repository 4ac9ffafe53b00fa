import { loadHub, showConfig } from '../../../config/load.ts';
import { ConfigError } from '../../../config/problem.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { configExplained, configFile, configOption } from '../options.ts';

export const configCheck: Command = {
  name: 'config check',
  summary: 'find every mistake in a configuration without starting anything',
  examples: ['tracehub config check --config /etc/tracehub/hub.yaml'],
  options: { ...configOption },
  explained: [configExplained],
  async run(input, io) {
    if (input.args.length > 0) throw new UsageError('give the file with --config');
    const file = configFile(input);
    const hub = await loadHub(file);
    const { checkLinks } = await import('../../check-links.ts');
    await checkLinks(hub, file);
    if (hub.catalogue !== undefined) {
      const { loadCatalogue } = await import('../../../mappings/catalogue/index.ts');
      await loadCatalogue(hub.catalogue);
    }
    io.err(`${file} is sound: ${Object.keys(hub.links).length} links, ${hub.routes.length} routes\n`);
    return exitCodes.ok;
  },
};

export const configShow: Command = {
  name: 'config show',
  summary: 'print the configuration as it takes effect: defaults filled in, secrets masked',
  examples: ['tracehub config show', 'tracehub config show --config hub.yaml'],
  options: { ...configOption },
  explained: [configExplained],
  async run(input, io) {
    if (input.args.length > 0) throw new UsageError('give the file with --config');
    const file = configFile(input);
    const { value, problems } = await showConfig(file);
    io.out(`${JSON.stringify(value, undefined, 2)}\n`);
    // Shown even when it is broken: that is when people look.
    if (problems.length > 0) io.err(`${new ConfigError(file, problems).message}\n`);
    return exitCodes.ok;
  },
};
