import type { Writable } from 'node:stream';
import winston from 'winston';
import type { Hub } from '../../config/types.ts';
import { BoundedWriter } from './bounded.ts';
import type { LogFields, Logger } from './contract.ts';
import { cleanFields, cleanText } from './line.ts';

export interface HubLogger extends Logger {
  /** Lines lost because nobody took them, since the start. */
  dropped(): number;
}

const levels = { error: 0, warn: 1, info: 2, debug: 3 } as const;
type Level = keyof typeof levels;

/**
 * One JSON object per line: `level`, `message`, `time`, then the allowed fields of contract.ts. Nothing else is ever written:
 * no error objects, no control characters, no line longer than its fields allow.
 * @param out standard output by default; a sink that takes nothing costs 1 MiB and lost lines, never the process.
 */
export function createLogger(level: Hub['log']['level'], out: Writable = process.stdout): HubLogger {
  const writer = new BoundedWriter(out);
  const logger = winston.createLogger({
    levels,
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.json(),
    transports: [new winston.transports.Stream({ stream: writer, eol: '\n' })],
  });

  const at = (name: Level) => {
    // A disabled level must cost nothing on the hot path: winston builds the record before it looks.
    if (level === 'silent' || levels[name] > levels[level]) return () => {};
    return (message: string, fields?: LogFields): void => {
      const time = new Date().toISOString();
      logger.log({ level: name, message: cleanText(message), time, ...cleanFields(fields) });
    };
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), dropped: () => writer.dropped };
}
