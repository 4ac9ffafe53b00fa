import { afterEach, beforeEach } from '@jest/globals';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/index.ts';
import { type NhsaCaller, signIn } from './nhsa-client.ts';

/** For each test of the importing file: a fresh platform, and a pharmacy that has signed in to it. */
export let sim: Simulator;
export let caller: NhsaCaller;
export let signNo: string;

beforeEach(async () => {
  sim = await start({ port: 0, controlPort: 0 });
  caller = { endpoint: sim.endpoint };
  signNo = await signIn(caller);
});
afterEach(() => sim.close());
