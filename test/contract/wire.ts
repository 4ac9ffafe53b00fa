import { setTimeout as pause } from 'node:timers/promises';
import type { CallContext, DeliveryInput, NativeResponse, Outcome, Session } from '../../adapters/contract/index.ts';
import { simulators } from '../../adapters/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../config/load.ts';
import type { LinkSettings } from '../../config/types.ts';
import { createLink, type Link, type LinkResult } from '../../gateway/link/index.ts';
import type { Pair } from './pairs.ts';
import { contextOf } from './subject.ts';

const hub = await loadHub(new URL('../../config/sandbox.yaml', import.meta.url).pathname);

/** Short times, and a breaker that never opens: what it does has tests of its own. */
export const quick = {
  timeouts: { attemptMs: 1500, connectMs: 300 },
  limits: { maxInFlight: 8, ratePerSecond: 1000, burst: 100 },
  breaker: { consecutiveFailures: Number.MAX_SAFE_INTEGER, minimumCalls: Number.MAX_SAFE_INTEGER },
  retry: { scheduleMs: [50, 100, 200], repeatMs: 200, overloadFloorMs: 50, giveUpAfterMs: 600_000 },
  enquiry: { firstAfterMs: 50, everyMs: 100, settleMs: 300, giveUpAfterMs: 600_000 },
};

/** Settings of a link of the pair to this endpoint. */
export function linkSettingsOf(pair: Pair, endpoint: string): LinkSettings {
  const base = hub.links['nhsa-hunan'];
  if (base === undefined) throw new Error('the sandbox has no link nhsa-hunan');
  const { adapter, profile, family } = pair;
  return {
    ...base,
    id: `kit-${profile.id.replace('/', '-')}`,
    title: profile.title,
    adapter: adapter.id,
    profile: profile.id,
    endpoint,
    settings: family.settings?.(profile) ?? {},
    timeouts: { ...base.timeouts, ...quick.timeouts },
    limits: { ...base.limits, ...quick.limits },
    breaker: { ...base.breaker, ...quick.breaker },
    retry: { ...base.retry, ...quick.retry },
    enquiry: { ...base.enquiry, ...quick.enquiry },
  };
}

export async function startSimulatorOf({ adapter, family, profile }: Pair): Promise<Simulator> {
  const start = await simulators[adapter.id]?.();
  if (start === undefined) throw new Error(`adapters/index.ts names no simulator of ${adapter.id}`);
  const settings = family.simulator(profile);
  if (typeof settings === 'string') throw new Error(settings);
  return start({ port: 0, controlPort: 0, settings });
}

/** The real adapter before its simulator through the real link, for single calls. */
export interface Wire {
  readonly simulator: Simulator;
  /** All replies that came in since, as they came. */
  readonly replies: NativeResponse[];
  /** Runs an operation with all its steps, as dispatch does. */
  call(operation: string, input: DeliveryInput | undefined, changes?: Partial<CallContext>): Promise<Outcome>;
  /** The same until the platform has done with it. */
  settled(operation: string, input: DeliveryInput): Promise<Outcome>;
  close(): Promise<void>;
}

const mostSteps = 60;
const pollMs = 20;

/** Starts the simulator, opens the link, and signs in where the platform wants that. */
export async function openWire(pair: Pair): Promise<Wire> {
  const { adapter } = pair;
  const simulator = await startSimulatorOf(pair);
  const link: Link = createLink(linkSettingsOf(pair, simulator.endpoint), { protocol: adapter.protocol });
  const replies: NativeResponse[] = [];
  let session: Session | undefined;
  let tries = 0;

  async function call(id: string, input?: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
    const operation = adapter.operations[id];
    if (operation === undefined) throw new Error(`no operation ${id}`);
    tries += 1;
    if (tries > 1000) throw new Error(`${id} goes on for ever`);
    const context = contextOf(pair, tries, { now: Date.now(), ...(session && { session }), ...changes });
    const result: LinkResult = await link.execute({
      request: operation.buildRequest(input, context),
      operation: id,
      effect: operation.effect,
      paceKey: `${id}-${tries}`,
      classify: (response) => {
        replies.push(response);
        return operation.parseResponse(response, context, input);
      },
    });
    const { outcome } = result;
    if (outcome.type !== 'continue') return outcome;
    const next = outcome.operation ?? id;
    const rest = await call(next, input, { ...changes, progress: outcome.progress });
    return { ...rest, items: [...(outcome.items ?? []), ...(rest.items ?? [])] };
  }

  async function settled(id: string, input: DeliveryInput): Promise<Outcome> {
    const { enquiry } = adapter.operations[id] ?? {};
    let outcome = await call(id, input);
    for (
      let step = 0;
      outcome.type === 'accepted-pending' && typeof enquiry === 'string' && step < mostSteps;
      step += 1
    ) {
      await pause(pollMs);
      outcome = await call(enquiry, input);
    }
    return outcome;
  }

  if (adapter.login !== undefined && adapter.operations[adapter.login] !== undefined && signsIn(pair)) {
    const signed = await call(adapter.login);
    if (signed.type !== 'ok') throw new Error(`${pair.profile.id} cannot sign in: ${JSON.stringify(signed)}`);
    session = signed.session;
  }
  return {
    simulator,
    replies,
    call,
    settled,
    async close() {
      await link.close();
      await simulator.close();
    },
  };
}

function signsIn({ adapter, profile }: Pair): boolean {
  return adapter.login !== undefined && profile.operations.includes(adapter.login);
}
