import type { Adapter } from '../adapters/contract/index.ts';
import type { ConfigProblem } from '../config/problem.ts';
import { suggest } from '../config/suggest.ts';
import type { Hub } from '../config/types.ts';
import type { Profile } from '../mappings/engine/index.ts';
import { takenBy } from './intake/submit-operation.ts';

/**
 * A kind that a route names and its link cannot submit would be accepted and told to nobody. A route that names no kinds takes what
 * its link can submit; one that names some means each of them. What a version of the profile will take on a later day may be named.
 * @returns one problem per such kind; none for links whose adapter or profile is unknown, which is told elsewhere
 */
export function checkRoutes(
  { routes, links }: Pick<Hub, 'routes' | 'links'>,
  adapters: Readonly<Record<string, Adapter>>,
  profiles: ReadonlyMap<string, Profile>,
): ConfigProblem[] {
  const everyKind = new Set(Object.values(adapters).flatMap(kindsOf));
  return routes.flatMap(({ link, when }, index) => {
    const settings = links[link];
    const adapter = adapters[settings?.adapter ?? ''];
    const profile = profiles.get(settings?.profile ?? '');
    if (adapter === undefined || profile === undefined) return [];
    const taken = new Set(profile.versions.flatMap((version) => takenBy({ adapter, profile: version })));
    return (when?.kinds ?? []).flatMap((kind, at) => {
      if ([...taken].some((one) => one === kind)) return [];
      const path = ['routes', index, 'when', 'kinds', at];
      if (!everyKind.has(kind)) return [{ path, message: noKind(kind, [...everyKind]) }];
      const takes = `it takes ${[...taken].join(', ') || 'no kind of event'}`;
      return [
        { path, message: `link ${link} cannot submit "${kind}": profile ${profile.id} has no table for it; ${takes}` },
      ];
    });
  });
}

function kindsOf({ operations }: Adapter): string[] {
  return Object.values(operations).flatMap(({ kind }) => kind ?? []);
}

function noKind(given: string, known: readonly string[]): string {
  const near = suggest(given, known);
  return `there is no kind "${given}"${near === undefined ? `; known are ${known.join(', ')}` : `; did you mean "${near}"?`}`;
}
