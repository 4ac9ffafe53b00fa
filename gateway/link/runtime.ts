import type { Adapter, Profile } from '../../adapters/contract/index.ts';
import type { LinkSettings } from '../../config/types.ts';
import type { Link } from './contract.ts';

/** A configured link with everything that belongs to it; built once in the composition root. */
export interface LinkRuntime {
  readonly id: string;
  readonly settings: LinkSettings;
  readonly adapter: Adapter;
  /** All versions of the profile; what concerns one event is read from the one in force then (`profileInForce`). */
  readonly profile: Profile;
  readonly link: Link;
  /** Key of the quota that the link shares with others (an AppKey); absent: it has its own, the link's id. */
  readonly quotaKey?: string;
}

/**
 * @param epochMs when the event occurred: an old delivery is sent and asked for as it would have been then; for what concerns
 * no event (sign-in, probe), now
 * @returns the version of the link's profile that was in force, by the day in China.
 */
export function profileInForce({ profile }: Pick<LinkRuntime, 'profile'>, epochMs: number): Profile {
  return profile.at?.(epochMs) ?? profile;
}

/**
 * @param profile the version in force
 * @returns what the platform wants of a case: its own code, or those of the smallest packs inside. A record is taken back as it was sent.
 */
export function packsOf(
  { adapter }: Pick<LinkRuntime, 'adapter'>,
  profile: Profile,
  operationId: string,
): 'whole' | 'children' {
  const id = adapter.operations[operationId]?.withdraws ?? operationId;
  return profile.limits[id]?.packs ?? adapter.operations[id]?.packs ?? 'whole';
}
