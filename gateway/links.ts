import type { Adapter, Profile } from '../adapters/contract/index.ts';
import type { Hub, LinkSettings } from '../config/types.ts';
import {
  createLink,
  createSharedQuota,
  type LinkRuntime,
  profileInForce,
  realClock,
  type SharedQuota,
} from './link/index.ts';
import type { Logger, Metrics } from './observe/index.ts';

/** A link that cannot work as configured: says which link, what is wrong and what would be right. */
export class LinkConfigError extends Error {
  override readonly name = 'LinkConfigError';
}

/**
 * Builds every configured link with its adapter and profile. Settings are checked before, with their places in the file
 * (check-links.ts); this only refuses what could not run at all.
 * @throws LinkConfigError for an unknown adapter or profile, or one that needs an on-premise agent
 */
export function buildLinks(
  hub: Pick<Hub, 'links'>,
  adapters: Readonly<Record<string, Adapter>>,
  profiles: ReadonlyMap<string, Profile>,
  observe: { readonly logger: Logger; readonly metrics: Metrics },
): ReadonlyMap<string, LinkRuntime> {
  const quotas = new Map<string, SharedQuota>();
  return new Map(
    Object.values(hub.links).map((settings) => [settings.id, buildLink(settings, adapters, profiles, quotas, observe)]),
  );
}

function buildLink(
  settings: LinkSettings,
  adapters: Readonly<Record<string, Adapter>>,
  profiles: ReadonlyMap<string, Profile>,
  quotas: Map<string, SharedQuota>,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): LinkRuntime {
  const { id } = settings;
  const adapter = adapters[settings.adapter];
  if (adapter === undefined) {
    throw new LinkConfigError(
      `link ${id}: unknown adapter "${settings.adapter}"; known are ${Object.keys(adapters).join(', ')}`,
    );
  }
  const profile = profiles.get(settings.profile ?? '');
  if (profile === undefined) {
    const known = [...profiles.keys()].filter((name) => name.startsWith(`${adapter.id}/`)).join(', ');
    throw new LinkConfigError(
      `link ${id}: unknown profile "${settings.profile ?? ''}"; adapter ${adapter.id} has ${known}`,
    );
  }
  if (profileInForce({ profile }, realClock.now()).support === 'agent')
    throw new LinkConfigError(`link ${id}: profile "${profile.id}" needs on-premise agent`);
  const quota = quotaOf(settings, adapter, quotas);
  const link = createLink(settings, {
    protocol: adapter.protocol,
    ...(quota === undefined ? {} : { quota }),
    onBreaker: (state) => {
      metrics.breaker(id, state);
      logger.warn('breaker changed', { link: id, adapter: adapter.id, state });
    },
  });
  return { id, settings, adapter, profile, link, ...(quota === undefined ? {} : { quotaKey: quota.key }) };
}

/** One quota for all links of the adapter with the same account at the same platform. The key holds no secret: it is the account's name. */
function quotaOf({ endpoint, settings }: LinkSettings, adapter: Adapter, quotas: Map<string, SharedQuota>) {
  if (adapter.quotaOf === undefined) return undefined;
  const key = `${adapter.id} ${new URL(endpoint).origin} ${adapter.quotaOf(settings)}`;
  const quota = quotas.get(key) ?? createSharedQuota(key, realClock);
  quotas.set(key, quota);
  return quota;
}
