/** @returns the p-th percentile (0–100) of the values; 0 for none. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0;
}

/** @returns the middle value of an odd number of runs. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}
