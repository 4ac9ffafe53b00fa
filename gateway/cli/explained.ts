import { isRecord } from '../../config/guards.ts';
import { ConfigError } from '../../config/problem.ts';
import { CatalogueError } from '../../mappings/catalogue/index.ts';
import { ProfileError } from '../../mappings/engine/index.ts';
import { SealKeyError } from '../directory/index.ts';
import { LinkConfigError } from '../links.ts';
import { StoreError } from '../store/contract.ts';
import { StoreMigrationError } from '../store/migrations.ts';
import { CommandError, type ExitCode, exitCodes, UsageError } from './command.ts';

/** Their messages name places and rules, never data. */
const configurationErrors = [ConfigError, ProfileError, CatalogueError, LinkConfigError, SealKeyError];

/**
 * What to tell a person about an error that was made to be read, and the exit code that goes with it.
 * @returns undefined for every other error: its message may quote data.
 */
export function explained(error: unknown): { readonly message: string; readonly exitCode: ExitCode } | undefined {
  if (configurationErrors.some((kind) => error instanceof kind)) {
    return { message: error instanceof Error ? error.message : '', exitCode: exitCodes.config };
  }
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof StoreError || error instanceof StoreMigrationError) {
    return { message: `The store cannot be used: ${error.message}`, exitCode: exitCodes.store };
  }
  if (error instanceof UsageError || isParseError(error)) return { message: error.message, exitCode: exitCodes.usage };
  return undefined;
}

/** node:util's parseArgs throws TypeErrors with these codes. */
function isParseError(error: unknown): error is Error {
  return isRecord(error) && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS_');
}
