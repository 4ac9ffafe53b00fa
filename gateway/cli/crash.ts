import type { CliIo } from './command.ts';
import { exitCodes } from './command.ts';

/** The part of `process` that tells of errors nobody caught. */
interface CrashSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  exit(code: number): void;
}

/**
 * Crash-only: an error nobody caught means a state nobody knows, so the process ends and the next start recovers from the
 * store (leases run out, `sending` becomes `unknown`). Node's own report would print the message, which may quote a payload.
 */
export function watchForCrash(source: CrashSource, io: CliIo): void {
  const crash = (error: unknown): void => {
    io.err(`${crashReport(error)}\n`);
    source.exit(exitCodes.failed);
  };
  source.on('uncaughtException', crash);
  source.on('unhandledRejection', crash);
}

/** @returns kind, system code and stack frames of an error, without its message. */
export function crashReport(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `crashed: a thrown ${typeof error}`;
  const text = (name: string): string => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : '';
  };
  const frames = text('stack')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return [`crashed: ${text('name') || 'error'} ${text('code')}`.trimEnd(), ...frames].join('\n');
}
