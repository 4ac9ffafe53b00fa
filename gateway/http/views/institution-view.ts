import type { DirectoryEntry } from '../../store/contract.ts';
import type { Institution } from '../openapi.generated.ts';
import { instant } from './given.ts';

/** @returns the entry; of credentials only whether there are any. */
export function institutionView(entry: DirectoryEntry): Institution {
  const links = Object.entries(entry.links).map(([link, { identity, sealedCredentials }]) => [
    link,
    { identity: { ...identity }, hasCredentials: sealedCredentials !== undefined },
  ]);
  return {
    code: entry.code,
    name: entry.name,
    region: entry.region,
    role: entry.role,
    links: Object.fromEntries(links),
    updatedAt: instant(entry.updatedAt),
  };
}
