import { adapters } from '../../adapters/index.ts';
import { loadProfiles, type Profile } from '../../mappings/engine/index.ts';
import { allCells, capabilitiesPath } from '../contract/cells.ts';
import { allPairs } from '../contract/pairs.ts';
import { capabilitiesPage } from './reference/capabilities-page.ts';
import { familyPage } from './reference/family-page.ts';
import { generatedNote, page, table } from './reference/markdown.ts';
import { profilePage } from './reference/profile-page.ts';

const folder = 'docs/reference';

/** @returns the reference pages, path → content: capabilities, one page per family and per profile, the index. */
export async function generateReference(): Promise<Map<string, string>> {
  const profiles = await loadProfiles();
  const all = [...profiles.values()];
  const pages = new Map<string, string>();
  for (const adapter of Object.values(adapters)) {
    const own = all.filter(({ id }) => id.startsWith(`${adapter.id}/`));
    pages.set(
      `${folder}/families/${adapter.id}.md`,
      familyPage(adapter, own, (profile) => `../${pathOf(profile)}`),
    );
    for (const profile of own) {
      const parent = profiles.get(profile.chain[1] ?? '');
      pages.set(`${folder}/${pathOf(profile)}`, profilePage(adapter, profile, parent));
    }
  }
  const { unlinked } = await allPairs();
  pages.set(capabilitiesPath, capabilitiesPage(await allCells(), profiles, unlinked, pathOf));
  pages.set(`${folder}/README.md`, indexPage(all));
  return pages;
}

/** A medical-insurance profile is a region; the others stand under their family. */
function pathOf({ id }: Profile): string {
  const [family = '', name = ''] = id.split('/');
  return family === 'nhsa' ? `regions/${name}.md` : `${family}/${name}.md`;
}

function indexPage(profiles: readonly Profile[]): string {
  const families = Object.values(adapters).map(({ id, title, manifest }) => [
    `[${title.zh} ${title.en}](families/${id}.md)`,
    String(profiles.filter((profile) => profile.id.startsWith(`${id}/`)).length),
    manifest.interfaceVersion,
  ]);
  return page([
    '# Reference 参考',
    '',
    generatedNote,
    '',
    '- [Capabilities 能力表](capabilities.md): which events go where, and what is tested',
    '- [Metrics 指标](metrics.md): what Prometheus reads',
    '- [医保 regions: transport and evidence 各地医保的接入方式与依据](nhsa-regions.md)',
    '',
    '## Families 平台类',
    '',
    ...table(['Family 平台类', 'Profiles 映射档', 'Interface version 接口版本'], families),
    '## 医保 regions 各地医保',
    '',
    ...table(
      ['Region 地区', 'Profile', 'Support 级别'],
      profiles
        .filter(({ id }) => id.startsWith('nhsa/'))
        .map((profile) => [`[${profile.title}](${pathOf(profile)})`, `\`${profile.id}\``, profile.support]),
    ),
  ]);
}
