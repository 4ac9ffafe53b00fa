import { afterEach, beforeEach } from '@jest/globals';
import { start } from '../../adapters/msfx/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/index.ts';
import { send, type TopReply } from './msfx-client.ts';

/** For each test of the importing file: a fresh platform that processes at once. */
export let sim: Simulator;

beforeEach(async () => {
  sim = await start({ port: 0, controlPort: 0, settings: { processMs: 0 } });
});
afterEach(() => sim.close());

export const code = (n: number) => `8123456${String(n).padStart(13, '0')}`;

export async function errorOf(
  system: Record<string, string>,
  business: Record<string, string>,
  secret?: string,
): Promise<Record<string, unknown>> {
  const reply = (await (await send(sim.endpoint, system, business, secret)).json()) as TopReply;
  return reply.error_response as Record<string, unknown>;
}
