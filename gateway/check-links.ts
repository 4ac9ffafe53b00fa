import { adapters } from '../adapters/index.ts';
import { locateProblems } from '../config/load.ts';
import { ConfigError, type ConfigProblem } from '../config/problem.ts';
import { suggest } from '../config/suggest.ts';
import type { Hub, LinkSettings } from '../config/types.ts';
import { loadProfiles, type Profile } from '../mappings/engine/index.ts';
import { compileSchema } from '../mappings/schema.ts';
import { checkRoutes } from './check-routes.ts';
import { realClock } from './link/index.ts';

/**
 * What a configuration alone cannot tell: that each link's adapter and profile exist, that its settings fit the adapter's schema, and
 * that it can submit the kinds which its routes name. Messages name places and rules, never values.
 * @param file where the hub was loaded from, for the places.
 * @throws ConfigError with every problem.
 */
export async function checkLinks(hub: Hub, file: string): Promise<void> {
  const links = Object.values(hub.links);
  const profiles = await loadProfiles(links.flatMap(({ profile }) => profile ?? []));
  const isUnknown = links.some(({ profile }) => !profiles.has(profile ?? ''));
  const known = isUnknown ? [...(await loadProfiles()).keys()] : [...profiles.keys()];
  const problems = [
    ...links.flatMap((link) => [
      ...checkName(link, 'adapter', link.adapter, Object.keys(adapters)),
      ...checkName(link, 'profile', link.profile ?? '', known),
      ...checkEndpoint(link),
      ...checkReach(link, profiles.get(link.profile ?? ''), hub.sandbox !== undefined),
      ...checkSettings(link),
    ]),
    ...checkRoutes(hub, adapters, profiles),
  ];
  if (problems.length > 0) throw new ConfigError(file, await locateProblems(file, problems));
}

function checkName(link: LinkSettings, key: string, given: string, known: readonly string[]): ConfigProblem[] {
  if (known.includes(given)) return [];
  const near = suggest(given, known);
  const hint = near === undefined ? `; known are ${known.join(', ')}` : `; did you mean "${near}"?`;
  return [{ path: ['links', link.id, key], message: `there is no ${key} "${given}"${hint}` }];
}

/** The scheme says how requests travel, and so does the adapter: they must agree. */
function checkEndpoint(link: LinkSettings): ConfigProblem[] {
  const protocol = adapters[link.adapter]?.protocol;
  if (protocol === undefined || link.endpoint.startsWith('sftp:') === (protocol === 'file')) return [];
  const scheme = protocol === 'file' ? 'sftp://' : 'https:// (or http://)';
  return [{ path: ['links', link.id, 'endpoint'], message: `adapter ${link.adapter} needs an endpoint ${scheme}` }];
}

/**
 * A platform behind a library on the institution's premises, or one that exists in a simulator alone: said when it is configured, not
 * when the first sale is due.
 */
function checkReach(link: LinkSettings, profile: Profile | undefined, isSandbox: boolean): ConfigProblem[] {
  if (profile === undefined) return [];
  const { support } = profile.at(realClock.now());
  const path = ['links', link.id, 'profile'];
  if (support === 'agent') {
    const message = `"${profile.id}" needs on-premise agent: the platform is reached only from the institution's own network (需在机构内部署本地代理)`;
    return [{ path, message }];
  }
  if (support !== 'demonstration' || isSandbox) return [];
  const message = `"${profile.id}" is a demonstration that only a sandbox may link: no platform speaks it (仅供沙箱演示)`;
  return [{ path, message }];
}

function checkSettings(link: LinkSettings): ConfigProblem[] {
  const adapter = adapters[link.adapter];
  if (adapter === undefined) return [];
  const breaches = compileSchema(adapter.settingsSchema)(link.settings);
  return breaches.map(({ pointer, keyword, message }) => ({
    path: ['links', link.id, 'settings', ...pointer.split('/').slice(1)],
    message: keyword === 'additionalProperties' ? `adapter ${link.adapter} knows no such setting` : message,
  }));
}
