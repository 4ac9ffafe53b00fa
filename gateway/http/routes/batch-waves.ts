/**
 * Handles the items of one array concurrently, so that they share commits, but in an order that keeps meaning: the second
 * document of one identity after the first (the first one sent counts), a document that refers to another after all that do not.
 * @returns the results in the order of the items.
 */
export async function inWaves<T>(items: readonly unknown[], handle: (item: unknown) => Promise<T>): Promise<T[]> {
  const seen = new Map<string, number>();
  const waves = new Map<number, number[]>();
  items.forEach((item, index) => {
    const identity = identityOf(item);
    const repeat = seen.get(identity) ?? 0;
    seen.set(identity, repeat + 1);
    const wave = refersToOther(item) ? items.length + repeat : repeat;
    waves.set(wave, [...(waves.get(wave) ?? []), index]);
  });
  const results = new Map<number, T>();
  for (const [, indexes] of [...waves].sort(([left], [right]) => left - right)) {
    await Promise.all(indexes.map(async (index) => results.set(index, await handle(items[index]))));
  }
  return [...results].sort(([left], [right]) => left - right).map(([, result]) => result);
}

function identityOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return '';
  const kind = 'kind' in item ? item.kind : undefined;
  const documentNo = 'documentNo' in item ? item.documentNo : undefined;
  const institution = 'institution' in item ? item.institution : undefined;
  const code = typeof institution === 'object' && institution !== null && 'code' in institution && institution.code;
  return JSON.stringify([kind, documentNo, code]);
}

function refersToOther(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'original' in item;
}
