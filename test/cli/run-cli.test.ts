import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../config/problem.ts';
import { type Command, CommandError, exitCodes, UsageError } from '../../gateway/cli/command.ts';
import { runCli } from '../../gateway/cli/run-cli.ts';
import { StoreError } from '../../gateway/store/contract.ts';

/** Runs the words against one command `thing make` that does what is given. */
async function run(words: string[], work: Command['run'] = async () => exitCodes.ok) {
  const out: string[] = [];
  const err: string[] = [];
  const command: Command = {
    name: 'thing make',
    summary: 'make a thing',
    examples: ['tracehub thing make blue --size 3'],
    options: { size: { type: 'string' }, json: { type: 'boolean' } },
    explained: [['--size <n>', 'how large']],
    run: work,
  };
  const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await runCli([command, { ...command, name: 'start' }], words, io);
  return { code, out: out.join(''), err: err.join('') };
}

test('words, options and flags reach the command; its data goes to standard output', async () => {
  const { code, out, err } = await run(['thing', 'make', 'blue', '--size', '3', '--json'], async (input, io) => {
    io.out(JSON.stringify([input.args, input.option('size'), input.flag('json'), input.option('none')]));
    return exitCodes.ok;
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual([['blue'], '3', true, null]);
  expect(err).toBe('');
});

describe('wrong words exit with 2, on standard error, with a way out', () => {
  test.each([
    ['an unknown option', ['thing', 'make', '--sise', '3'], 'thing make --help'],
    ['an option without its value', ['thing', 'make', '--size'], 'thing make --help'],
    ['a slip in the command', ['strat'], 'Did you mean "tracehub start"?'],
    ['a slip in two words', ['thing', 'mkae'], 'Did you mean "tracehub thing make"?'],
    ['nothing at all', [], 'Examples'],
  ])('%s', async (_name, words, hint) => {
    const { code, out, err } = await run(words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(hint);
  });
});

test.each([
  ['a usage error', new UsageError('give exactly one tenant'), 2, 'give exactly one tenant'],
  [
    'a configuration error',
    new ConfigError('hub.yaml', [{ path: ['store'], message: 'is bad', line: 2, column: 3 }]),
    3,
    'hub.yaml:2:3 store: is bad',
  ],
  ['something that is not there', new CommandError('no such event', exitCodes.notFound), 4, 'no such event'],
  ['a store out of reach', new StoreError('unavailable', 'connection lost'), 5, 'connection lost'],
])('%s has its exit code and its message', async (_name, error, exitCode, message) => {
  const { code, err } = await run(['thing', 'make'], () => Promise.reject(error));
  expect(code).toBe(exitCode);
  expect(err).toContain(message);
});

test('any other error is a crash, not a message: it may quote data', async () => {
  await expect(run(['thing', 'make'], () => Promise.reject(new Error('身份证 11010519491231002X')))).rejects.toThrow();
});

describe('help goes to standard output and exits with 0', () => {
  test.each([[['--help']], [['help']], [['help', 'nonsense']]])(
    '%j shows examples first, then the commands and exit codes',
    async (words) => {
      const { code, out } = await run(words);
      expect(code).toBe(0);
      expect(out.indexOf('Examples')).toBe(0);
      expect(out.indexOf('Examples')).toBeLessThan(out.indexOf('Commands'));
      expect(out).toContain('Exit codes');
    },
  );

  test.each([[['thing', 'make', '--help']], [['help', 'thing', 'make']]])('%j shows one command', async (words) => {
    const { code, out } = await run(words, () => Promise.reject(new Error('must not run')));
    expect(code).toBe(0);
    expect(out).toContain('--size <n>  how large');
  });
});
