import type {
  CallContext,
  DeliveryInput,
  NativeResponse,
  Outcome,
  Profile,
  Session,
} from '../../adapters/contract/index.ts';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../config/load.ts';
import { createLink, type Link } from '../../gateway/link/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { context, operation } from './nhsa-support.ts';

const profiles = await loadProfiles();
const hub = await loadHub(new URL('../../config/sandbox.yaml', import.meta.url).pathname);

/** A region as a test meets it: its profile, the platform that is like it, and the keys of one institution there. */
export interface Region {
  readonly profile: string;
  readonly simulator: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
  readonly identity?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The real adapter before the simulator of a region, through the real link. */
export interface RegionRig {
  readonly simulator: Simulator;
  readonly profile: Profile;
  /** Runs an operation, with all its steps; signs in first where that is not what is asked for. */
  call(id: string, input?: DeliveryInput, changes?: Partial<CallContext>): Promise<Outcome>;
  close(): Promise<void>;
}

export async function openRegion(region: Region): Promise<RegionRig> {
  const simulator = await start({ port: 0, controlPort: 0, settings: region.simulator });
  const profile = profileOf(region.profile);
  const link = linkTo(simulator.endpoint);
  let session: Session | undefined;
  let sequence = 0;

  async function call(id: string, input?: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
    sequence += 1;
    const at = contextOf(region, { profile, now: Date.now(), sequence, ...(session && { session }), ...changes });
    const { buildRequest, parseResponse, effect } = operation(id);
    const { outcome } = await link.execute({
      request: buildRequest(input, at),
      operation: id,
      effect,
      paceKey: `${id}-${sequence}`,
      classify: (response: NativeResponse) => parseResponse(response, at, input),
    });
    return outcome.type === 'continue' ? call(id, input, { ...changes, progress: outcome.progress }) : outcome;
  }

  const signed = await call('sign-in');
  session = signed.type === 'ok' ? signed.session : undefined;
  return {
    simulator,
    profile,
    call,
    async close() {
      await link.close();
      await simulator.close();
    },
  };
}

/** The context of an institution of this region. */
export function contextOf(region: Region, changes: Partial<CallContext> = {}): CallContext {
  const base = context();
  const institution = {
    ...base.institution,
    identity: { ...base.institution.identity, ...region.identity },
    credentials: region.credentials,
  };
  return context({ institution, settings: region.settings ?? {}, profile: profileOf(region.profile), ...changes });
}

export function profileOf(id: string): Profile {
  const profile = profiles.get(id);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile;
}

function linkTo(endpoint: string): Link {
  const settings = hub.links['nhsa-hunan'];
  if (settings === undefined) throw new Error('the sandbox has no link nhsa-hunan');
  const calm = { ...settings.breaker, consecutiveFailures: 1000, minimumCalls: 1000 };
  return createLink({ ...settings, endpoint, breaker: calm }, { protocol: 'rest' });
}
