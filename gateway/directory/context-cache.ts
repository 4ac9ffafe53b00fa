/** Values that expire; beyond `size` the oldest entry makes room. */
export interface ContextCache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
}

/** @param clock epoch ms; @param ttlMs how long a value may be stale (another node may have changed it) */
export function createContextCache<T>(clock: () => number, ttlMs: number, size: number): ContextCache<T> {
  const entries = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.until > clock()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value) {
      const [oldest] = entries.keys();
      if (entries.size >= size && oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, until: clock() + ttlMs });
    },
    delete: (key) => void entries.delete(key),
  };
}
