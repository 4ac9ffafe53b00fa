import type { ParseArgsConfig } from 'node:util';

/** Documented exit codes (docs in `tracehub help`): scripts and service managers rely on them. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, config: 3, notFound: 4, store: 5 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Where a command writes: data to `out`, everything said to a person to `err`. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
}

export interface Command {
  /** Words that select it, e.g. `config check`. */
  readonly name: string;
  readonly summary: string;
  /** Shown before anything else in the help. */
  readonly examples: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** One line per option or argument: name and meaning. */
  readonly explained: ReadonlyArray<readonly [name: string, meaning: string]>;
  /** @throws UsageError, ConfigError, StoreError or CommandError; run-cli.ts turns them into exit codes. */
  run(input: CommandInput, io: CliIo): Promise<ExitCode>;
}

export interface CommandInput {
  readonly args: readonly string[];
  /** @returns the option's text; undefined when it was not given. */
  option(name: string): string | undefined;
  flag(name: string): boolean;
}

/** Wrong words on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was understood and could not do its work; the message is fit to be shown. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
