import type { Command } from './command.ts';

const exits = `Exit codes
  0  done
  1  failed
  2  wrong words on the command line
  3  the configuration is wrong; every problem is listed with file, line and column
  4  what was asked for does not exist
  5  the store cannot be used (not migrated, unreachable, full)
`;

/** @returns the help of the whole tool: first what people type, then the list. */
export function overview(commands: readonly Command[]): string {
  const examples = commands.flatMap(({ examples: [first] }) => (first === undefined ? [] : [`  ${first}`]));
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Examples', ...examples, '', 'Commands', ...list, '', 'More: tracehub help <command>', '', exits].join('\n');
}

/** @returns the help of one command, examples first. */
export function commandHelp({ name, summary, examples, explained }: Command): string {
  const width = Math.max(0, ...explained.map(([option]) => option.length));
  const options = explained.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`);
  const lines = [`tracehub ${name}: ${summary}`, '', 'Examples', ...examples.map((example) => `  ${example}`)];
  return [...lines, ...(options.length > 0 ? ['', 'Options', ...options] : []), '', exits].join('\n');
}
