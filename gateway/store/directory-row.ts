import type { DirectoryEntry } from './contract.ts';

export interface DirectoryRow {
  readonly tenant: string;
  readonly institution: string;
  readonly name: string;
  readonly region: string;
  readonly role: string;
  /** JSON; credentials in it are sealed by the directory before they come here. */
  readonly links: string;
  readonly updated_at: number;
}

export function toDirectoryRow(entry: DirectoryEntry): DirectoryRow {
  const { code, links, updatedAt, ...rest } = entry;
  return { ...rest, institution: code, links: JSON.stringify(links), updated_at: updatedAt };
}

export function fromDirectoryRow(row: DirectoryRow): DirectoryEntry {
  const { institution, links, updated_at, ...rest } = row;
  return { ...rest, code: institution, links: JSON.parse(links), updatedAt: updated_at };
}
