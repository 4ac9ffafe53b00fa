import { type StartSimulator, startSimulator } from '../../sim-kit/index.ts';
import { subPathsOf } from './paths.ts';
import { nhsaPlatform } from './platform.ts';
import { readSettings } from './settings.ts';
import { xmlFront } from './xml-front.ts';

/** Starts the provincial 医保 platform simulator; settings and accounts: docs/guides/sandbox.md. */
export const start: StartSimulator = async (options) => {
  const settings = readSettings(options.settings ?? {});
  return startSimulator({
    id: 'nhsa',
    target: 'nhsa',
    path: `/hsa/${settings.transport}`,
    subPaths: subPathsOf(settings),
    options,
    platform: (ledger, now) => xmlFront(settings, nhsaPlatform(settings, ledger, now)),
  });
};
