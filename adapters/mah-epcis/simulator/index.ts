import { type StartSimulator, startSimulator } from '../../sim-kit/index.ts';
import { epcisPlatform, paths } from './platform.ts';
import { readSettings } from './settings.ts';

const path = '/epcis';

/** Starts the simulator of a manufacturer's EPCIS repository; settings and accounts: docs/guides/mah-epcis.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  return startSimulator({
    id: 'mah-epcis',
    target: 'epcis',
    path,
    subPaths: Object.values(paths),
    subFolders: [`${paths.capture}/`],
    options,
    platform: (ledger, now) => epcisPlatform(settings, path, ledger, now),
  });
};
