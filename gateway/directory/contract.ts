import type { InstitutionContext } from '../../adapters/contract/index.ts';
import type { FieldError } from '../intake/contract.ts';
import type { DirectoryEntry } from '../store/contract.ts';

/** 机构目录: per institution and link its native identity and sealed credentials. */
export interface Directory {
  get(tenant: string, code: string): Promise<DirectoryEntry | undefined>;
  /** Checks identity and credentials against each link's adapter schemas, seals, stores, and ends the institution's holds on those links. */
  put(
    tenant: string,
    entry: DirectoryInput,
  ): Promise<{ readonly entry: DirectoryEntry } | { readonly errors: readonly FieldError[] }>;
  /** One row per institution × link; all or nothing. Errors carry the line number in their pointer (`/rows/<n>/<column>`). */
  importCsv(
    tenant: string,
    csv: string,
  ): Promise<{ readonly institutions: number } | { readonly errors: readonly FieldError[] }>;
  /** What an adapter needs to act for the institution on the link, credentials opened; or why that is not possible. */
  context(
    tenant: string,
    institution: string,
    link: string,
  ): Promise<InstitutionContext | { readonly missing: string }>;
}

export interface DirectoryInput {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly role: string;
  readonly links: Readonly<Record<string, DirectoryLinkInput>>;
}

export interface DirectoryLinkInput {
  readonly identity: Readonly<Record<string, string>>;
  /** Absent: the stored credentials stay. */
  readonly credentials?: Readonly<Record<string, string>>;
}
