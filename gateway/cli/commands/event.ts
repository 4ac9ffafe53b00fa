import { loadHub } from '../../../config/load.ts';
import { type Command, CommandError, exitCodes, UsageError } from '../command.ts';
import { describeEvent, printHistory } from '../describe-event.ts';
import { configExplained, configFile, configOption, onlyArgument } from '../options.ts';
import { withStore } from '../store.ts';

export const eventShow: Command = {
  name: 'event show',
  summary: 'what became of one event: deliveries, attempts, receipts, faults',
  examples: [
    'tracehub event show 0190f3a2-7c1e-7b33-9a55-3f0f6f1f2a10',
    'tracehub event show <id> --tenant demo --json',
  ],
  options: { ...configOption, tenant: { type: 'string' }, json: { type: 'boolean' } },
  explained: [
    ['<id>', 'the id that POST /v1/events gave'],
    ['--tenant <tenant>', "the event's tenant; default: the sandbox's"],
    ['--json', 'one JSON object for scripts'],
    configExplained,
  ],
  async run(input, io) {
    const id = onlyArgument(input, 'event id');
    const hub = await loadHub(configFile(input));
    const tenant = input.option('tenant') ?? hub.sandbox?.tenant;
    if (tenant === undefined) throw new UsageError('say whose event it is: --tenant <tenant>');
    const history = await withStore(hub, async (store) => {
      const event = await store.getEvent(tenant, id);
      if (event === undefined) throw new CommandError(`${tenant} has no event ${id}`, exitCodes.notFound);
      const attempts = event.deliveries.map(
        async (delivery) => [delivery.id, await store.attempts(delivery.id)] as const,
      );
      return describeEvent(event, new Map(await Promise.all(attempts)));
    });
    io.out(input.flag('json') ? `${JSON.stringify(history, undefined, 2)}\n` : printHistory(history));
    return exitCodes.ok;
  },
};
