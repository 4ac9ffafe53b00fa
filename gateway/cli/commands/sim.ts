import type { Simulator } from '../../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../../config/load.ts';
import { type Command, CommandError, exitCodes, UsageError } from '../command.ts';
import { configExplained, configFile, configOption } from '../options.ts';
import { watchSignals } from '../signals.ts';

export const sim: Command = {
  name: 'sim',
  summary: 'run only the platform simulators of the sandbox, until Ctrl-C',
  examples: ['tracehub sim', 'curl -s http://127.0.0.1:18181/ledger'],
  options: { ...configOption },
  explained: [configExplained],
  async run(input, io) {
    if (input.args.length > 0) throw new UsageError('sim takes no arguments');
    const wanted = Object.entries((await loadHub(configFile(input))).sandbox?.simulators ?? {});
    if (wanted.length === 0) throw new CommandError('this configuration has no sandbox.simulators', exitCodes.config);
    const { simulators } = await import('../../../adapters/index.ts');
    const running: Simulator[] = [];
    try {
      for (const [id, options] of wanted) {
        const load = simulators[id];
        if (load === undefined) throw new CommandError(`there is no simulator "${id}"`, exitCodes.config);
        const start = await load();
        const simulator = await start(options);
        running.push(simulator);
        io.out(`${id}\t${simulator.endpoint}\thttp://127.0.0.1:${simulator.controlPort}\n`);
      }
      io.err('name, endpoint, control port; see docs/guides/sandbox.md\n');
      await watchSignals(process).first;
    } finally {
      await Promise.all(running.map((simulator) => simulator.close()));
    }
    return exitCodes.ok;
  },
};
