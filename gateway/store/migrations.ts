import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

export interface Migration {
  /** File name, e.g. `0001-initial.sql`: its order is the order of application. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 hex of the file. */
  readonly checksum: string;
}

/** The database and the migration files of this release do not fit together. Nothing was changed. */
export class StoreMigrationError extends Error {
  override readonly name = 'StoreMigrationError';
}

/** Reads all migrations of a folder, in order. */
export function loadMigrations(folder: URL): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Forward only: what was applied must be an unchanged beginning of what this release knows.
 * @returns the migrations still to apply.
 * @throws StoreMigrationError for a changed or unknown migration (a newer release has used this database).
 */
export function pendingMigrations(
  known: readonly Migration[],
  applied: ReadonlyArray<{ readonly name: string; readonly checksum: string }>,
): Migration[] {
  applied.forEach((row, index) => {
    const migration = known[index];
    if (migration?.name !== row.name) {
      throw new StoreMigrationError(
        `the database has migration ${row.name}, which this release does not know at that place: use the release that made it, or a newer one`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new StoreMigrationError(
        `migration ${row.name} was changed after it had been applied: restore the file and put the change into a new one`,
      );
    }
  });
  return known.slice(applied.length);
}
