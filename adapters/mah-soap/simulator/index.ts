import { readFile } from 'node:fs/promises';
import { type StartSimulator, startSimulator } from '../../sim-kit/index.ts';
import { mahPlatform } from './platform.ts';
import { readSettings } from './settings.ts';

const wsdlFile = new URL('../wsdl/manufacturer-trace.wsdl', import.meta.url);

/** Starts the manufacturer's trace service simulator; settings and accounts: docs/guides/sandbox.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  const wsdl = await readFile(wsdlFile, 'utf8');
  return startSimulator({
    id: 'mah-soap',
    target: 'mah',
    path: '/trace',
    options,
    platform: (ledger, now) => mahPlatform(settings, wsdl, ledger, now),
  });
};
