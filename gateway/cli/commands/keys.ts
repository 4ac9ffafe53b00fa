import { loadHub } from '../../../config/load.ts';
import type { ApiKey } from '../../store/contract.ts';
import { type Command, CommandError, exitCodes, UsageError } from '../command.ts';
import { configExplained, configFile, configOption, onlyArgument } from '../options.ts';
import { withStore } from '../store.ts';

/** Digits of the stored digest that name a key: enough to tell any two apart, useless for guessing one. */
const idLength = 12;

const idOf = ({ hash }: ApiKey): string => hash.slice(0, idLength);

export const keyList: Command = {
  name: 'key list',
  summary: 'all API keys: id, tenant, role, label and when each was made',
  examples: ['tracehub key list'],
  options: configOption,
  explained: [configExplained],
  async run(input, io) {
    if (input.args.length > 0) throw new UsageError('key list takes no arguments');
    const hub = await loadHub(configFile(input));
    for (const key of await withStore(hub, (store) => store.keys())) {
      const { tenant, role, label, createdAt } = key;
      io.out(`${[idOf(key), tenant, role, new Date(createdAt).toISOString(), label].join('  ').trimEnd()}\n`);
    }
    return exitCodes.ok;
  },
};

export const keyRevoke: Command = {
  name: 'key revoke',
  summary: 'make an API key worthless; running nodes forget it within a minute',
  examples: ['tracehub key revoke 3f0c9a1b77de'],
  options: configOption,
  explained: [['<id>', 'of the key, from tracehub key list'], configExplained],
  async run(input, io) {
    const id = onlyArgument(input, 'key id');
    if (!/^[0-9a-f]{12,64}$/.test(id)) throw new UsageError('a key id is what tracehub key list shows first');
    const hub = await loadHub(configFile(input));
    const revoked = await withStore(hub, async (store) => {
      const found = (await store.keys()).filter(({ hash }) => hash.startsWith(id));
      const [key, ...more] = found;
      if (key === undefined) throw new CommandError(`there is no key ${id}`, exitCodes.notFound);
      if (more.length > 0) throw new CommandError(`${id} names ${found.length} keys: give more of the digest`);
      await store.dropKey(key.hash);
      return key;
    });
    io.err(`Key ${id} of ${revoked.tenant} (${revoked.role}) is revoked.\n`);
    return exitCodes.ok;
  },
};
