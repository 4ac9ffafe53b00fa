import type { StoreSettings } from '../../config/types.ts';
import type { Store } from './contract.ts';
import { openPostgresStore } from './postgres/open.ts';
import { openSqliteStore } from './sqlite/open.ts';

export { CursorError } from './cursor.ts';
export { StoreMigrationError } from './migrations.ts';
export { migratePostgres } from './postgres/migrate.ts';

/**
 * Opens the store the settings name.
 * @throws StoreMigrationError when database and release do not fit together; StoreError when it cannot be reached.
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.driver === 'sqlite') return openSqliteStore(settings);
  return openPostgresStore(settings);
}
