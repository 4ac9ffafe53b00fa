import { parseArgs } from 'node:util';
import { suggest } from '../../config/suggest.ts';
import { type CliIo, type Command, type CommandInput, type ExitCode, exitCodes } from './command.ts';
import { explained } from './explained.ts';
import { commandHelp, overview } from './help.ts';

/**
 * Finds the command in the words given, runs it, and turns what it throws into a message and an exit code.
 * @param argv the words after `tracehub`.
 */
export async function runCli(commands: readonly Command[], argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const wantsHelp = argv.includes('--help') || argv.includes('-h') || argv[0] === 'help';
  const words = argv.filter((word) => word !== '--help' && word !== '-h' && !(word === 'help' && argv[0] === 'help'));
  const command = findCommand(commands, words);
  if (wantsHelp) {
    io.out(command === undefined ? overview(commands) : commandHelp(command));
    return exitCodes.ok;
  }
  if (command === undefined) {
    io.err(unknownCommand(commands, words));
    return exitCodes.usage;
  }
  try {
    return await command.run(parse(command, words), io);
  } catch (error) {
    const known = explained(error);
    if (known === undefined) throw error;
    const hint = known.exitCode === exitCodes.usage ? `See: tracehub ${command.name} --help\n` : '';
    io.err(`${known.message}\n${hint}`);
    return known.exitCode;
  }
}

function findCommand(commands: readonly Command[], words: readonly string[]): Command | undefined {
  return commands.find(({ name }) => {
    const parts = name.split(' ');
    return parts.every((part, index) => words[index] === part);
  });
}

function unknownCommand(commands: readonly Command[], words: readonly string[]): string {
  if (words.length === 0) return overview(commands);
  const given = words
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  const near =
    suggest(
      given,
      commands.map(({ name }) => name),
    ) ??
    suggest(
      words[0] ?? '',
      commands.map(({ name }) => name),
    );
  const known =
    near === undefined
      ? `Commands: ${commands.map(({ name }) => name).join(', ')}`
      : `Did you mean "tracehub ${near}"?`;
  return `There is no command "${given}". ${known}\n`;
}

function parse(command: Command, words: readonly string[]): CommandInput {
  const args = words.slice(command.name.split(' ').length);
  const { values, positionals } = parseArgs({ args, options: command.options, allowPositionals: true, strict: true });
  return {
    args: positionals,
    option(name) {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    flag: (name) => values[name] === true,
  };
}
