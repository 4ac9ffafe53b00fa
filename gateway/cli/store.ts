import type { Hub } from '../../config/types.ts';
import type { Store } from '../store/contract.ts';

/**
 * Opens the configured store for one command and closes it whatever happens. SQLite in WAL mode lets this stand beside a
 * running gateway (sqlite.org/wal.html, "Concurrency").
 */
export async function withStore<T>(hub: Hub, work: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await import('../store/index.ts');
  const store = await openStore(hub.store);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
