import { ProfileError } from './errors.ts';
import type { Locate } from './place.ts';

/**
 * A platform that is reached only from the institution's own network (`support: agent`) is so for all that extends it, unless a file
 * says for itself how it is reached: a city must not become reachable by being silent about it.
 * @param sources the profile first, then its ancestors
 * @throws ProfileError at `support`
 */
export function checkPremises(
  sources: ReadonlyArray<{ readonly id: string; readonly document: Readonly<Record<string, unknown>> }>,
  locate: Locate,
): void {
  const [own, ...ancestors] = sources;
  if (own === undefined || own.document.support === 'agent' || statesTransport(own.document)) return;
  const open = ancestors.findIndex(({ document }) => document.support !== 'agent' && statesTransport(document));
  const behind = (open < 0 ? ancestors : ancestors.slice(0, open)).find(({ document }) => document.support === 'agent');
  if (behind === undefined) return;
  throw new ProfileError(
    locate(['support']),
    `'${behind.id}' is reached only from the institution's own network, and so is what extends it: write support: agent, or constants.transport with the source that says how this one is reached`,
  );
}

function statesTransport({ constants }: Readonly<Record<string, unknown>>): boolean {
  return typeof constants === 'object' && constants !== null && 'transport' in constants;
}
