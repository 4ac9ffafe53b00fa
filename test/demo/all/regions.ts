import type { Profile } from '../../../mappings/engine/index.ts';
import { frontsOf } from './fronts.ts';

/** One region of the insurance whose platform a hub can reach, with the district that its institutions of the demo lie in. */
export interface DemoRegion {
  readonly link: string;
  readonly profile: Profile;
  /** 医保区划 of the institutions, 6 digits. */
  readonly district: string;
  /** 湖南省, 深圳市 …. */
  readonly name: string;
  /** Where the link chooses otherwise than the profile, and what only the simulator names otherwise. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly platform?: Readonly<Record<string, string>>;
}

const regionalProfile = /^nhsa\/(\d{6})-(.+)$/;

/**
 * @returns every region with a platform of its own and the cities with another front, in the order of their codes; those behind an
 * on-premise agent have no link.
 */
export function regionsOf(profiles: ReadonlyMap<string, Profile>): readonly DemoRegion[] {
  const regions = [...profiles.values()].flatMap((profile) => {
    const [, code = '', slug = ''] = regionalProfile.exec(profile.id) ?? [];
    if (code === '' || profile.support === 'agent') return [];
    const name = profile.title.replace(/医保.*$/, '');
    return [{ link: `nhsa-${slug}`, profile, district: districtOf(code), name }];
  });
  return [...regions, ...frontsOf(profiles)].sort((a, b) => a.district.localeCompare(b.district));
}

/** A district of a city of a province, a district of a city, or the county itself. */
function districtOf(code: string): string {
  if (code.endsWith('0000')) return `${code.slice(0, 2)}0102`;
  return code.endsWith('00') ? `${code.slice(0, 4)}04` : code;
}
