import { type StartSimulator, startSimulator } from '../../sim-kit/index.ts';
import { msfxPlatform } from './platform.ts';
import { readSettings } from './settings.ts';

/** Starts the 码上放心 simulator; settings and accounts: docs/guides/sandbox.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  return startSimulator({
    id: 'msfx',
    target: 'msfx',
    path: '/router/rest',
    options,
    platform: (ledger, now) => msfxPlatform(settings, ledger, now),
  });
};
