import { fileURLToPath } from 'node:url';
import { readEnv } from '../../config/env.ts';
import { type CommandInput, UsageError } from './command.ts';

/** The option every command that needs a configuration has. */
export const configOption = { config: { type: 'string' } } as const;
export const configExplained = [
  '--config <file>',
  'configuration; default: $TRACEHUB_CONFIG, else the sandbox that comes with TraceHub',
] as const;

/** @returns the path of the configuration file to use. */
export function configFile(input: CommandInput): string {
  const sandbox = fileURLToPath(new URL('../../config/sandbox.yaml', import.meta.url));
  return input.option('config') ?? readEnv('TRACEHUB_CONFIG') ?? sandbox;
}

/**
 * @returns the option's value when it is one of `allowed`, `otherwise` when it was not given.
 * @throws UsageError for any other value.
 */
export function choice<T extends string>(input: CommandInput, name: string, allowed: readonly T[], otherwise: T): T {
  const given = input.option(name);
  if (given === undefined) return otherwise;
  const found = allowed.find((value) => value === given);
  if (found === undefined) throw new UsageError(`--${name} must be one of ${allowed.join(', ')}`);
  return found;
}

/** @throws UsageError unless there is exactly one argument. */
export function onlyArgument(input: CommandInput, name: string): string {
  const [value, ...more] = input.args;
  if (value === undefined || value === '' || more.length > 0) throw new UsageError(`give exactly one ${name}`);
  return value;
}
