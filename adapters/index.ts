import type { Adapter } from './contract/index.ts';
import { mahEpcisAdapter } from './mah-epcis/index.ts';
import { mahFileAdapter } from './mah-file/index.ts';
import { mahRestAdapter } from './mah-rest/index.ts';
import { mahSoapAdapter } from './mah-soap/index.ts';
import { msfxAdapter } from './msfx/index.ts';
import { nhsaAdapter } from './nhsa/index.ts';
import { regulatorJsonAdapter } from './regulator-json/index.ts';
import type { StartSimulator } from './sim-kit/contract.ts';

/** Every platform family the hub speaks, by the id that a link's `adapter` names. */
export const adapters: Readonly<Record<string, Adapter>> = {
  [nhsaAdapter.id]: nhsaAdapter,
  [msfxAdapter.id]: msfxAdapter,
  [mahSoapAdapter.id]: mahSoapAdapter,
  [mahRestAdapter.id]: mahRestAdapter,
  [mahFileAdapter.id]: mahFileAdapter,
  [mahEpcisAdapter.id]: mahEpcisAdapter,
  [regulatorJsonAdapter.id]: regulatorJsonAdapter,
};

/** The simulators of the sandbox, by adapter id; loaded only where one is started. */
export const simulators: Readonly<Record<string, () => Promise<StartSimulator>>> = {
  nhsa: async () => (await import('./nhsa/simulator/index.ts')).start,
  msfx: async () => (await import('./msfx/simulator/index.ts')).start,
  'mah-soap': async () => (await import('./mah-soap/simulator/index.ts')).start,
  'mah-rest': async () => (await import('./mah-rest/simulator/index.ts')).start,
  'mah-epcis': async () => (await import('./mah-epcis/simulator/index.ts')).start,
  'mah-file': async () => (await import('./mah-file/simulator/index.ts')).start,
  'regulator-json': async () => (await import('./regulator-json/simulator/index.ts')).start,
};
