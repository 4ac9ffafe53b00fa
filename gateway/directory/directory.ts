import type { InstitutionContext } from '../../adapters/contract/index.ts';
import type { FieldError } from '../intake/contract.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { DirectoryEntry, Store } from '../store/contract.ts';
import { createEntryChecks } from './check-entry.ts';
import { createContextCache } from './context-cache.ts';
import type { Directory, DirectoryInput, DirectoryLinkInput } from './contract.ts';
import { readDirectoryCsv } from './csv.ts';
import { placeErrors } from './csv-errors.ts';
import { createTurns } from './in-turn.ts';
import { open, SealError, seal } from './seal.ts';

export interface DirectoryDeps {
  readonly store: Pick<Store, 'getInstitution' | 'putInstitution' | 'unhold'>;
  readonly links: ReadonlyMap<string, LinkRuntime>;
  /** 32 bytes, see loadSealKey. */
  readonly sealKey: Buffer;
  /** epoch ms */
  readonly clock: () => number;
  /** How long another node's change may go unnoticed; own changes count at once. */
  readonly cacheMs?: number;
}

const defaultCacheMs = 30_000;
/** Tens of thousands of stores on a few links each (architecture §5 "Directory"), some hundred bytes per entry. */
const cacheSize = 100_000;

type Links = DirectoryEntry['links'];
type Context = InstitutionContext | { readonly missing: string };

/** The directory over the store: credentials are sealed before they reach it and opened only for a call. */
export function createDirectory({ store, links, sealKey, clock, cacheMs = defaultCacheMs }: DirectoryDeps): Directory {
  const checks = createEntryChecks(links);
  const contexts = createContextCache<Context>(clock, cacheMs, cacheSize);
  /** Entries changed in this process so far. */
  let changes = 0;
  /** A change reads what the entry had before: two files about two links of one institution must not undo each other. */
  const inTurn = createTurns();
  const contextKey = (tenant: string, institution: string, link: string) => JSON.stringify([tenant, institution, link]);

  /** @returns the entry to be stored, or what is wrong with the input. */
  function prepare(
    tenant: string,
    input: DirectoryInput,
    kept: Links,
  ): { readonly entry: DirectoryEntry } | { readonly errors: readonly FieldError[] } {
    const errors = checks.basics(input);
    if (errors.length > 0) return { errors };
    const linkErrors = Object.entries(input.links).flatMap(([link, { identity, credentials }]) =>
      checks.link(link, identity, credentials ?? openKept(tenant, input.code, link, kept)),
    );
    if (linkErrors.length > 0) return { errors: linkErrors };
    const { code, name, region, role } = input;
    const sealed = Object.entries(input.links).map(([link, given]) => [
      link,
      sealLink(tenant, code, link, given, kept),
    ]);
    return { entry: { tenant, code, name, region, role, links: Object.fromEntries(sealed), updatedAt: clock() } };
  }

  /** Stored credentials that cannot be opened any more count as absent: then new ones must be given. */
  function openKept(
    tenant: string,
    institution: string,
    link: string,
    kept: Links,
  ): Record<string, string> | undefined {
    const envelope = kept[link]?.sealedCredentials;
    if (envelope === undefined) return undefined;
    try {
      return JSON.parse(open(sealKey, { tenant, institution, link }, envelope));
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }

  function sealLink(tenant: string, institution: string, link: string, given: DirectoryLinkInput, kept: Links) {
    const { identity, credentials } = given;
    const sealedCredentials =
      credentials === undefined
        ? kept[link]?.sealedCredentials
        : seal(sealKey, { tenant, institution, link }, JSON.stringify(credentials));
    return sealedCredentials === undefined ? { identity } : { identity, sealedCredentials };
  }

  async function save(entry: DirectoryEntry, before: Links): Promise<void> {
    await store.putInstitution(entry);
    changes += 1;
    for (const link of new Set([...Object.keys(entry.links), ...Object.keys(before)])) {
      contexts.delete(contextKey(entry.tenant, entry.code, link));
    }
    const whose = { tenant: entry.tenant, institution: entry.code };
    for (const link of Object.keys(entry.links)) await store.unhold(link, whose);
  }

  async function load(tenant: string, institution: string, link: string): Promise<Context> {
    const entry = await store.getInstitution(tenant, institution);
    if (entry === undefined) return { missing: `institution ${institution} is not in the directory` };
    const own = entry.links[link];
    if (own === undefined) return { missing: `institution ${institution} has no identity for link ${link}` };
    const { code, name, region } = entry;
    const context = { code, name, region, identity: own.identity };
    if (own.sealedCredentials === undefined) return { ...context, credentials: {} };
    try {
      const credentials = JSON.parse(open(sealKey, { tenant, institution, link }, own.sealedCredentials));
      return { ...context, credentials };
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      return {
        missing: `credentials of institution ${institution} for link ${link} cannot be opened: ${error.message}`,
      };
    }
  }

  return {
    get: (tenant, code) => store.getInstitution(tenant, code),

    put: (tenant, input) =>
      inTurn(async () => {
        const before = (await store.getInstitution(tenant, input.code))?.links ?? {};
        const prepared = prepare(tenant, input, before);
        if ('errors' in prepared) return prepared;
        await save(prepared.entry, before);
        return prepared;
      }),

    importCsv: (tenant, csv) =>
      inTurn(async () => {
        const read = readDirectoryCsv(csv);
        if ('errors' in read) return read;
        const entries: Array<{ readonly entry: DirectoryEntry; readonly before: Links }> = [];
        const errors: FieldError[] = [];
        for (const told of read.institutions) {
          const before = (await store.getInstitution(tenant, told.input.code))?.links ?? {};
          const prepared = prepare(tenant, told.input, before);
          if ('errors' in prepared) errors.push(...placeErrors(prepared.errors, told));
          else entries.push({ entry: withOthers(prepared.entry, before), before });
        }
        if (errors.length > 0) return { errors };
        for (const { entry, before } of entries) await save(entry, before);
        return { institutions: entries.length };
      }),

    async context(tenant, institution, link) {
      const key = contextKey(tenant, institution, link);
      const known = contexts.get(key);
      if (known !== undefined) return known;
      const changesBefore = changes;
      const loaded = await load(tenant, institution, link);
      // What is missing may be mended on another node at any moment; what was read before a change is stale already.
      if (!('missing' in loaded) && changes === changesBefore) contexts.set(key, loaded);
      return loaded;
    },
  };
}

/** A file often tells of one link only: the institution's other links stay. */
function withOthers(entry: DirectoryEntry, before: Links): DirectoryEntry {
  return { ...entry, links: { ...before, ...entry.links } };
}
