/**
 * @param candidates what would have been right
 * @returns `; did you mean 'x'?` when one of them is near enough to be a slip, else `; known are …`.
 */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = orMeant(word, candidates);
  if (meant !== '') return meant;
  return candidates.length === 0 ? '; none is known' : `; known are ${candidates.join(', ')}`;
}

/** @returns `; did you mean 'x'?` when one is near enough to be a slip, else nothing: where the candidates are too many to list. */
export function orMeant(word: string, candidates: readonly string[]): string {
  const near = similar(word, candidates);
  return near === undefined ? '' : `; did you mean '${near}'?`;
}

/**
 * @returns the candidate that is at most a third of its letters away from the word (at least one); failing that, one that
 * begins with more than half of the word.
 */
export function similar(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates, Math.max(1, Math.floor(word.length / 3)));
  if (near !== undefined) return near;
  const head = word.slice(0, Math.floor(word.length / 2) + 1);
  return head.length < MIN_HEAD ? undefined : candidates.find((candidate) => candidate.startsWith(head));
}

/** @returns the candidate that is fewest slips away from the word, at most `limit`. */
function nearest(word: string, candidates: readonly string[], limit: number): string | undefined {
  const [near] = candidates
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter((ranked) => ranked.distance <= limit)
    .sort((left, right) => left.distance - right.distance);
  return near?.candidate;
}

/** Shorter beginnings are shared by chance. */
const MIN_HEAD = 4;

/** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = at(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? at(row - 2, column - 2) + 1 : replaced;
      rows[row]?.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, replaced, swapped));
    }
  }
  return at(a.length, b.length);
}
