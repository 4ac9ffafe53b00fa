import { loadProfiles } from '../../mappings/engine/index.ts';

/** @returns the resolved profiles, path → content: what a change in a parent really changes is seen in review. */
export async function generateGolden(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [id, { chain, resolved }] of await loadProfiles()) {
    files.set(`test/golden/profiles/${id}.json`, `${JSON.stringify({ chain, ...resolved }, null, 2)}\n`);
  }
  return files;
}
