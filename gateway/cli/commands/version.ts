import { readFile } from 'node:fs/promises';
import { type Command, exitCodes } from '../command.ts';

export const version: Command = {
  name: 'version',
  summary: 'print the version of TraceHub and of the runtime',
  examples: ['tracehub version'],
  options: {},
  explained: [],
  async run(_input, io) {
    const manifest: unknown = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
    const own =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : 'unknown';
    io.out(`tracehub ${own} (Node.js ${process.version})\n`);
    return exitCodes.ok;
  },
};
