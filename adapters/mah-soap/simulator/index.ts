import { readFile } from 'node:fs/promises';
import { type StartSimulator, startSimulator } from '../../sim-kit/index.ts';
import { mahPlatform } from './platform.ts';
import { readSettings } from './settings.ts';
import { trace2Platform } from './trace2-platform.ts';

const wsdlFiles = { trace: 'demo/manufacturer-trace.wsdl', trace2: 'trace2/drug-trace.wsdl' } as const;

/** Starts the manufacturer's trace service simulator; settings and accounts: docs/guides/sandbox.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  const wsdl = await readFile(new URL(`../../../mappings/mah/${wsdlFiles[settings.style]}`, import.meta.url), 'utf8');
  const platform = settings.style === 'trace' ? mahPlatform : trace2Platform;
  return startSimulator({
    id: 'mah-soap',
    target: 'mah',
    path: '/trace',
    options,
    platform: (ledger, now) => platform(settings, wsdl, ledger, now),
  });
};
