import { loadProfiles } from '../../mappings/engine/index.ts';

/** @returns the resolved profiles, each version of them, path → content: what a change in a parent really changes is seen in review. */
export async function generateGolden(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { id, chain, resolved, inForceFrom } of [...(await loadProfiles()).values()].flatMap(
    (each) => each.versions,
  )) {
    const name = inForceFrom === undefined ? id : `${id}@${inForceFrom}`;
    files.set(`test/golden/profiles/${name}.json`, `${JSON.stringify({ chain, ...resolved }, null, 2)}\n`);
  }
  return files;
}
