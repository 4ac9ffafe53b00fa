import { loadHub } from '../../../config/load.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { choice, configExplained, configFile, configOption, onlyArgument } from '../options.ts';
import { withStore } from '../store.ts';

export const key: Command = {
  name: 'key',
  summary: 'make an API key (接入方密钥) for a tenant',
  examples: ['tracehub key sunshine-pos', 'tracehub key ops --role operator --label "night shift"'],
  options: { ...configOption, role: { type: 'string' }, label: { type: 'string' } },
  explained: [
    ['<tenant>', 'who holds the key: letters, digits, dot, dash and underscore, at most 40'],
    ['--role <role>', 'tenant (default): its own events; operator: links, replays, all deliveries'],
    ['--label <text>', 'a note to recognise the key by'],
    configExplained,
  ],
  async run(input, io) {
    const tenant = onlyArgument(input, 'tenant');
    if (!/^[A-Za-z0-9._-]{1,40}$/.test(tenant)) {
      throw new UsageError('a tenant is 1 to 40 letters, digits, dots, dashes and underscores');
    }
    const role = choice(input, 'role', ['tenant', 'operator'], 'tenant');
    const hub = await loadHub(configFile(input));
    const { newKey } = await import('../../http/keys.ts');
    const made = newKey(tenant, role, input.option('label') ?? '');
    await withStore(hub, (store) => store.putKey(made.record));
    io.err(`Key of ${tenant} (${role}). It is stored hashed and cannot be shown again:\n`);
    io.out(`${made.key}\n`);
    return exitCodes.ok;
  },
};
