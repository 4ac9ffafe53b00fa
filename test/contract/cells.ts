import { allPairs } from './pairs.ts';

/**
 * One cell of the capability table: an operation that submits events by a profile, and what stands behind it.
 * `simulated`: booked in the family's simulator over real sockets; `requests`: requests and replies only.
 */
export interface Cell {
  readonly profile: string;
  readonly operation: string;
  readonly proof: 'simulated' | 'requests';
}

/** Where the table stands, from the root of the repository. */
export const capabilitiesPath = 'docs/reference/capabilities.md';

export const marks = { simulated: '●', requests: '○' } as const;

/** @returns every cell that the kit runs. */
export async function allCells(): Promise<readonly Cell[]> {
  const { pairs } = await allPairs();
  return pairs.flatMap(({ profile, family, submissions }) => {
    const proof = typeof family.simulator(profile) === 'string' ? 'requests' : 'simulated';
    return submissions.map(({ id }) => ({ profile: profile.id, operation: id, proof }) as const);
  });
}

/** Reads the cells back out of the table: what the page claims, compared with what the tests really ran. */
export function readCells(markdown: string): readonly Cell[] {
  let operations: readonly string[] = [];
  return markdown.split('\n').flatMap((line) => {
    const [first = '', , ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (first.startsWith('Profile')) operations = cells.map((cell) => cell.replace(/.*`(.*)`.*/, '$1'));
    const profile = /\[?`([^`]+)`/.exec(first)?.[1];
    if (profile === undefined) return [];
    return cells.flatMap((cell, index) => {
      const operation = operations[index];
      const proof = cell === marks.simulated ? 'simulated' : cell === marks.requests ? 'requests' : undefined;
      return operation === undefined || proof === undefined ? [] : [{ profile, operation, proof } as const];
    });
  });
}

/** In one order, as texts. */
export function listed(cells: readonly Cell[]): readonly string[] {
  return cells.map(({ profile, operation, proof }) => `${profile} ${operation} ${proof}`).sort();
}
