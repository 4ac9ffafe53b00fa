import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Adapter, Operation } from '../../adapters/contract/index.ts';
import { adapters } from '../../adapters/index.ts';
import { loadProfiles, type Profile } from '../../mappings/engine/index.ts';
import type { ContractFamily } from './family.ts';

/** One adapter with one profile that a link may name. */
export interface Pair {
  readonly adapter: Adapter;
  readonly profile: Profile;
  readonly family: ContractFamily;
  /** Operations that submit an event by this profile. */
  readonly submissions: readonly Operation[];
  /** Operations that take back what a submission brought. */
  readonly withdrawals: readonly Operation[];
  /** What people and programs may ask by itself. */
  readonly lookups: readonly Operation[];
  /** Absent: the platform knows no session by this profile. */
  readonly login?: Operation;
  /** Sign-in, enquiries, look-ups, withdrawals, probe. */
  readonly helpers: readonly Operation[];
}

/** A profile that no link may name: it is shown in the references, with the reason. */
export interface Unlinked {
  readonly adapter: Adapter;
  readonly profile: Profile;
  readonly reason: string;
}

const profiles = [...(await loadProfiles()).values()];

/** @throws Error that says what to write, for an adapter without its family file. */
export async function familyOf(id: string): Promise<ContractFamily> {
  const file = new URL(`./families/${id}.ts`, import.meta.url);
  if (!existsSync(fileURLToPath(file))) {
    throw new Error(
      `adapter ${id} has no test/contract/families/${id}.ts: export there a ContractFamily (test/contract/family.ts) as "family", with an account of its simulator, the simulator's settings per profile, and how its replies say a native code; the others are examples`,
    );
  }
  const module: { readonly family?: ContractFamily } = await import(file.href);
  if (module.family === undefined) throw new Error(`test/contract/families/${id}.ts exports no "family"`);
  return module.family;
}

/** @returns every adapter with each of its profiles, found by themselves: the registry and the profile loader name them. */
export async function allPairs(): Promise<{ readonly pairs: readonly Pair[]; readonly unlinked: readonly Unlinked[] }> {
  const pairs: Pair[] = [];
  const unlinked: Unlinked[] = [];
  for (const adapter of Object.values(adapters)) {
    const family = await familyOf(adapter.id);
    for (const profile of profilesOf(adapter)) {
      const reason = profile.support === 'agent' ? 'needs on-premise agent' : family.parents?.[profile.id];
      if (reason === undefined) pairs.push({ adapter, profile, family, ...operationsOf(adapter, profile) });
      else unlinked.push({ adapter, profile, reason });
    }
  }
  return { pairs, unlinked };
}

export function profilesOf(adapter: Adapter): readonly Profile[] {
  return profiles.filter(({ id }) => id.startsWith(`${adapter.id}/`));
}

/** Profiles of no adapter: a folder under mappings/ that nobody reads. */
export function strayProfiles(): readonly string[] {
  return profiles.map(({ id }) => id).filter((id) => adapters[id.split('/')[0] ?? ''] === undefined);
}

function operationsOf(
  adapter: Adapter,
  profile: Profile,
): Pick<Pair, 'submissions' | 'withdrawals' | 'lookups' | 'login' | 'helpers'> {
  const operations = Object.values(adapter.operations);
  const offered = operations.filter(({ id }) => profile.operations.includes(id));
  const login = offered.find(({ id }) => id === adapter.login);
  return {
    submissions: offered.filter(({ kind }) => kind !== undefined),
    withdrawals: offered.filter(({ withdraws }) => withdraws !== undefined),
    lookups: operations.filter(({ lookup }) => lookup !== undefined && (lookup.offeredBy?.(profile) ?? true)),
    ...(login !== undefined && { login }),
    helpers: operations.filter(({ kind }) => kind === undefined),
  };
}
