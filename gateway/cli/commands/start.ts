import { loadHub } from '../../../config/load.ts';
import { type Command, CommandError, exitCodes, UsageError } from '../command.ts';
import { crashReport, watchForCrash } from '../crash.ts';
import { explained } from '../explained.ts';
import { choice, configExplained, configFile, configOption } from '../options.ts';
import { watchSignals } from '../signals.ts';

/** How long the last log lines may take to leave after everything else has stopped. */
const flushMs = 2_000;

export const start: Command = {
  name: 'start',
  summary: 'run the gateway until SIGTERM or Ctrl-C',
  examples: ['tracehub start', 'tracehub start --config /etc/tracehub/hub.yaml --role dispatch'],
  options: { ...configOption, role: { type: 'string' }, simulators: { type: 'string' } },
  explained: [
    configExplained,
    ['--role <role>', 'intake: accept events; dispatch: deliver them; all (default): both'],
    ['--simulators off', "leave the sandbox's platform simulators out"],
  ],
  async run(input, io) {
    if (input.args.length > 0) throw new UsageError('start takes no arguments');
    const role = choice(input, 'role', ['intake', 'dispatch', 'all'], 'all');
    const simulators = choice(input, 'simulators', ['on', 'off'], 'on') === 'on';
    const file = configFile(input);
    const hub = await loadHub(file);
    watchForCrash(process, io);
    const { run } = await import('../../main.ts');
    const { checkLinks } = await import('../../check-links.ts');
    await checkLinks(hub, file);
    try {
      // Before the start, so that a signal during it is not lost: the gateway then stops as soon as it stands.
      const { first, again } = watchSignals(process);
      void again.then(() => process.exit(exitCodes.failed));
      const running = await run(hub, { role, simulators });
      const signal = await first;
      io.err(`${signal}: finishing what is under way; once more to stop at once\n`);
      await running.stop();
      return exitCodes.ok;
    } catch (error) {
      if (!(error instanceof Error) || explained(error) !== undefined) throw error;
      // Nothing was served yet or everything has ended: the message speaks of ports and files, not of events.
      const mistakeOfOurs = ['TypeError', 'ReferenceError', 'RangeError'].includes(error.name);
      throw new CommandError(`the gateway failed: ${error.message}${mistakeOfOurs ? `\n${crashReport(error)}` : ''}`);
    } finally {
      endSoon();
    }
  },
};

/** Ends the process even if something still holds it: a log reader that has stopped, a simulator of a start that failed. */
function endSoon(): void {
  setTimeout(() => process.exit(), flushMs).unref();
}
