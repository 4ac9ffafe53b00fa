import { loadHub } from '../../../config/load.ts';
import type { LookupDescription } from '../../lookup/index.ts';
import { type Command, CommandError, type CommandInput, exitCodes, UsageError } from '../command.ts';
import { configExplained, configFile, configOption } from '../options.ts';

const defaultTimeoutMs = 20_000;

export const lookup: Command = {
  name: 'lookup',
  summary: "ask a link's platform: codes, relations, bills, partners; books nothing",
  examples: [
    'tracehub lookup msfx code-detail --institution PH-430100-001 codes=81234560000000000001',
    'tracehub lookup msfx',
  ],
  options: { ...configOption, tenant: { type: 'string' }, institution: { type: 'string' } },
  explained: [
    ['<link>', 'the link; alone it lists what may be asked'],
    ['<operation>', 'the look-up'],
    ['<name>=<value> …', 'its parameters; several values of a list by commas'],
    ['--institution <code>', 'as whom to ask'],
    ['--tenant <tenant>', "the institution's tenant; default: the sandbox's"],
    configExplained,
  ],
  async run(input, io) {
    const [link, operation, ...given] = input.args;
    if (link === undefined) throw new UsageError('say which link: tracehub lookup <link> [<operation> …]');
    const hub = await loadHub(configFile(input));
    const tenant = input.option('tenant') ?? hub.sandbox?.tenant;
    const { withLinks } = await import('../../links-once.ts');
    return withLinks(hub, async ({ links, lookups }) => {
      const all = lookups.list(link);
      if (all === undefined) throw new CommandError(`there is no link ${link}`, exitCodes.notFound);
      const endsSession = (id: string) => links.get(link)?.adapter.operations[id]?.lookup?.endsSession === true;
      if (operation !== undefined && all.some((one) => one.operation === operation) && endsSession(operation))
        throw new CommandError(
          `${operation} ends the session of the process that answers, and this command has one of its own: ask the running gateway by POST /v1/links/${link}/lookups/${operation}`,
          exitCodes.usage,
        );
      const offered = all.filter((one) => !endsSession(one.operation));
      if (operation === undefined) {
        io.out(listed(offered));
        return exitCodes.ok;
      }
      const found = offered.find((one) => one.operation === operation);
      if (found === undefined)
        throw new CommandError(`link ${link} has no look-up ${operation}\n${listed(offered)}`, exitCodes.notFound);
      const institution = required(input, 'institution');
      if (tenant === undefined) throw new UsageError('say whose institution it is: --tenant <tenant>');
      const params = paramsOf(given, found);
      const order = { tenant, institution, link, operation, params, timeoutMs: defaultTimeoutMs };
      const { outcome, errors } = await lookups.ask(order);
      for (const { pointer, message } of errors ?? []) io.err(`${pointer.slice(1)}: ${message}\n`);
      io.out(`${JSON.stringify(outcome.type === 'ok' ? (outcome.answer ?? {}) : outcome, undefined, 2)}\n`);
      if (outcome.type === 'ok') return exitCodes.ok;
      return outcome.type === 'not-found' ? exitCodes.notFound : exitCodes.failed;
    });
  },
};

function required(input: CommandInput, name: string): string {
  const value = input.option(name);
  if (value === undefined || value === '') throw new UsageError(`give --${name}`);
  return value;
}

function listed(offered: readonly LookupDescription[]): string {
  const width = Math.max(0, ...offered.map(({ operation }) => operation.length));
  const lines = offered.map(({ operation, title, example }) => {
    const params = Object.entries(example).map(([name, value]) => `${name}=${String(value)}`);
    return `  ${operation.padEnd(width)}  ${title.en}: ${params.join(' ')}`;
  });
  return `${lines.join('\n')}\n`;
}

/** @returns the parameters, a list where the look-up's schema wants one. @throws UsageError for a word without `=`. */
function paramsOf(words: readonly string[], { params }: LookupDescription): Record<string, string | string[]> {
  const lists = new Set(
    Object.entries(Object(params.properties)).flatMap(([name, schema]) =>
      Object(schema).type === 'array' ? name : [],
    ),
  );
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw new UsageError(`"${word}" is no <name>=<value>`);
      const [name, value] = [word.slice(0, at), word.slice(at + 1)];
      return [name, lists.has(name) ? value.split(',') : value];
    }),
  );
}
