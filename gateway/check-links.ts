import { adapters } from '../adapters/index.ts';
import type { ConfigProblem } from '../config/problem.ts';
import { suggest } from '../config/suggest.ts';
import type { Hub, LinkSettings } from '../config/types.ts';
import { loadProfiles } from '../mappings/engine/index.ts';
import { compileSchema } from '../mappings/schema.ts';

/**
 * What a configuration alone cannot tell: that each link's adapter and profile exist and that its settings fit the adapter's
 * schema. Messages name places and rules, never values.
 * @returns every problem, with the path of its key.
 */
export async function checkLinks(hub: Hub): Promise<ConfigProblem[]> {
  const profiles = await loadProfiles();
  return Object.values(hub.links).flatMap((link) => [
    ...checkName(link, 'adapter', link.adapter, Object.keys(adapters)),
    ...checkName(link, 'profile', link.profile ?? '', [...profiles.keys()]),
    ...checkSettings(link),
  ]);
}

function checkName(link: LinkSettings, key: string, given: string, known: readonly string[]): ConfigProblem[] {
  if (known.includes(given)) return [];
  const near = suggest(given, known);
  const hint = near === undefined ? `; known are ${known.join(', ')}` : `; did you mean "${near}"?`;
  return [{ path: ['links', link.id, key], message: `there is no ${key} "${given}"${hint}` }];
}

function checkSettings(link: LinkSettings): ConfigProblem[] {
  const adapter = adapters[link.adapter];
  if (adapter === undefined) return [];
  const breaches = compileSchema(adapter.settingsSchema)(link.settings);
  return breaches.map(({ pointer, message }) => ({
    path: ['links', link.id, 'settings', ...pointer.split('/').slice(1)],
    message,
  }));
}
