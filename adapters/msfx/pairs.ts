/** @returns what a directory or extension lists as `code=value` pairs, separated by semicolons; a code may hold `=` itself. */
export function pairsIn(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').map((pair): [string, string] => {
    const at = pair.lastIndexOf('=');
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()];
  });
  return new Map(pairs.filter(([code]) => code !== ''));
}
