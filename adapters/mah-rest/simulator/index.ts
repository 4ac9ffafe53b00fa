import { type StartSimulator, startSimulator } from '../../sim-kit/index.ts';
import { mahRestPlatform, QUERY, SUBMIT } from './platform.ts';
import { readSettings } from './settings.ts';

const path = '/trace';

/** Starts the simulator of a manufacturer's JSON service; settings and accounts: docs/guides/mah-rest.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  return startSimulator({
    id: 'mah-rest',
    target: 'mahrest',
    path,
    subPaths: [SUBMIT, QUERY],
    options,
    platform: (ledger, now) => mahRestPlatform(settings, path, ledger, now),
  });
};
