import { type StartSimulator, startSimulator } from '../../sim-kit/index.ts';
import { regulatorPlatform, STATUS } from './platform.ts';
import { readSettings } from './settings.ts';

const path = '/collect';

/** Starts the simulator of a provincial 药监 collection platform; settings and accounts: docs/guides/regulator-json.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  return startSimulator({
    id: 'regulator-json',
    target: 'regulator',
    path,
    subPaths: [STATUS],
    options,
    platform: (ledger, now) => regulatorPlatform(settings, path, ledger, now),
  });
};
