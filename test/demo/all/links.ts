import { adapters } from '../../../adapters/index.ts';
import type { Profile } from '../../../mappings/engine/index.ts';
import type { EventKind, InstitutionRole } from '../../../mappings/model/index.ts';
import type { DemoInstitution } from './institutions.ts';
import { makers } from './makers.ts';
import type { DemoRegion } from './regions.ts';

/** One link of the mixed day with its route. */
export interface DemoLink {
  readonly id: string;
  readonly adapter: string;
  readonly profile: Profile;
  /** Who reports over it. */
  readonly holders: readonly DemoInstitution[];
  readonly route: {
    readonly primary: boolean;
    readonly when: {
      readonly kinds: readonly EventKind[];
      readonly regions?: readonly string[];
      readonly roles?: readonly InstitutionRole[];
    };
    readonly lines?: { readonly codePrefixes: readonly string[] };
  };
  readonly settings?: Readonly<Record<string, string>>;
  readonly platform?: Readonly<Record<string, string>>;
  /** Whose codes it takes. */
  readonly prefix?: string;
}

/** 药监: profile → districts whose institutions report to it. */
const regulators: Readonly<Record<string, readonly string[]>> = {
  'regulator-json/shanxi': ['140102'],
  'regulator-json/demo': ['430102', '420102'],
  'regulator-json/xtpt': ['320102'],
  'regulator-json/xtpt-xml': ['440304'],
};

/** What wholesalers and producers alone report. */
const tradeKinds: readonly EventKind[] = ['sale-out', 'sale-return', 'pack'];

/** @returns a link for every region, every interface of 码上放心, every regulator and every manufacturer. */
export function linksOf(
  profiles: ReadonlyMap<string, Profile>,
  regions: readonly DemoRegion[],
  institutions: readonly DemoInstitution[],
): readonly DemoLink[] {
  const profileOf = (id: string): Profile => {
    const profile = profiles.get(id);
    if (profile === undefined) throw new Error(`no profile ${id}`);
    return profile;
  };
  const local = (districts: readonly string[]) =>
    institutions.filter(
      ({ region, role }) => districts.includes(region) && (role === 'pharmacy' || role === 'hospital'),
    );

  const insurance = regions.map(({ link, district, name: _, ...region }): DemoLink => {
    const { profile } = region;
    const when = { kinds: kindsOf(profile), regions: [district] };
    return { id: link, adapter: 'nhsa', ...region, holders: local([district]), route: { primary: true, when } };
  });
  const interfaces = [...new Set(institutions.map(({ msfx }) => msfx))].map((id): DemoLink => {
    const profile = profileOf(id);
    const holders = institutions.filter(({ msfx }) => msfx === id);
    const when = { kinds: kindsOf(profile), regions: regionsOf(holders), roles: rolesOf(holders) };
    return { id: idOf(id), adapter: 'msfx', profile, holders, route: { primary: false, when } };
  });
  const provinces = Object.entries(regulators).map(([id, districts]): DemoLink => {
    const profile = profileOf(id);
    const when = { kinds: kindsOf(profile), regions: districts };
    return {
      id: idOf(id),
      adapter: 'regulator-json',
      profile,
      holders: local(districts),
      route: { primary: false, when },
    };
  });
  const manufacturers = makers.map(({ profile: id, prefix }): DemoLink => {
    const profile = profileOf(id);
    const kinds = kindsOf(profile);
    // Who sells to no pharmacy or hospital gives them no account.
    const isTrade = kinds.every((kind) => tradeKinds.includes(kind));
    const holders = institutions.filter(({ role }) => !isTrade || role === 'wholesaler' || role === 'manufacturer');
    const route = { primary: false, when: { kinds, roles: rolesOf(holders) }, lines: { codePrefixes: [prefix] } };
    return { id: idOf(id), adapter: id.split('/')[0] ?? '', profile, holders, route, prefix };
  });
  return [...insurance, ...interfaces, ...provinces, ...manufacturers];
}

function idOf(profile: string): string {
  return profile.replace(/[^a-z0-9]+/g, '-');
}

function regionsOf(holders: readonly DemoInstitution[]): readonly string[] {
  return [...new Set(holders.map(({ region }) => region))];
}

function rolesOf(holders: readonly DemoInstitution[]): readonly InstitutionRole[] {
  return [...new Set(holders.map(({ role }) => role))];
}

function kindsOf({ id, operations }: Profile): readonly EventKind[] {
  const submissions = Object.values(adapters[id.split('/')[0] ?? '']?.operations ?? {});
  return submissions.flatMap(({ id: operation, kind }) =>
    kind !== undefined && operations.includes(operation) ? [kind] : [],
  );
}
