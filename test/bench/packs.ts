/** @returns the code of the n-th pack. Consecutive packs lie apart, as serial numbers of different products do. */
export function packOf(index: number): string {
  return `8${String(1_000_000 + (index % 5_000)).slice(-6)}${String(index).padStart(13, '0')}`;
}
