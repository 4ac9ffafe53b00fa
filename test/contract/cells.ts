import type { SettlementFragment } from '../../adapters/contract/index.ts';
import type { EventKind } from '../../mappings/model/index.ts';
import { allPairs, type Pair } from './pairs.ts';
import { contextOf, eventOf, recognised, refusalOf } from './subject.ts';

/**
 * One cell of the capability table: an operation by a profile, and what stands behind it. `simulated`: done by the family's simulator
 * over real sockets; `requests`: requests and replies only; `local`: made for the till, and sent to no platform.
 */
export interface Cell {
  readonly profile: string;
  readonly operation: string;
  readonly proof: 'simulated' | 'requests' | 'local';
}

/** Where the table stands, from the root of the repository. */
export const capabilitiesPath = 'docs/reference/capabilities.md';

export const marks = { simulated: '●', requests: '○', local: '◇' } as const;

/** @returns every cell that the kit runs. */
export async function allCells(): Promise<readonly Cell[]> {
  const { pairs } = await allPairs();
  return pairs.flatMap((pair) => {
    const { profile, family, submissions, withdrawals, lookups, login } = pair;
    const proof = typeof family.simulator(profile) === 'string' ? 'requests' : 'simulated';
    const sent = [...submissions, ...withdrawals, ...lookups, ...(login === undefined ? [] : [login])];
    return [
      ...sent.map(({ id }) => ({ profile: profile.id, operation: id, proof }) as const),
      ...fragmentsOf(pair).map(({ id }) => ({ profile: profile.id, operation: id, proof: 'local' }) as const),
    ];
  });
}

/** Kinds of events that a till settles. */
const settledKinds: readonly EventKind[] = ['retail-sale', 'dispense'];

/** @returns what tills are given for their settlements by the profile, named `<kind>.settlement-fragment`. */
export function fragmentsOf(pair: Pair): ReadonlyArray<{ readonly id: string; readonly made: SettlementFragment }> {
  return settledKinds.flatMap((kind) => {
    const id = `${kind}.settlement-fragment`;
    const event = recognised(eventOf(pair, { kind, amount: 'all', name: `${pair.profile.id} ${id}` }));
    const made = refusalOf(() => pair.adapter.settlementFragment?.(event, contextOf(pair)));
    return made === undefined || made instanceof Error ? [] : [{ id, made }];
  });
}

const proofs = ['simulated', 'requests', 'local'] as const;

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
      const proof = proofs.find((each) => cell === marks[each]);
      return operation === undefined || proof === undefined ? [] : [{ profile, operation, proof } as const];
    });
  });
}

/** In one order, as texts. */
export function listed(cells: readonly Cell[]): readonly string[] {
  return cells.map(({ profile, operation, proof }) => `${profile} ${operation} ${proof}`).sort();
}
