/** More distinct values than any label of ours has; beyond it something unbounded leaks in. */
const maxValues = 200;

/**
 * Keeps a metric label bounded: after 200 distinct values every new one is counted as `other`. A label fed from outside
 * (a kind, an operation) could otherwise make one time series per request.
 */
export function createLabelGuard(): (label: string, value: string) => string {
  const seen = new Map<string, Set<string>>();
  return (label, value) => {
    const values = seen.get(label) ?? new Set<string>();
    seen.set(label, values);
    if (values.has(value)) return value;
    if (values.size >= maxValues) return 'other';
    values.add(value);
    return value;
  };
}
