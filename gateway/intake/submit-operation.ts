import type { Operation } from '../../adapters/contract/index.ts';
import type { EventKind } from '../../mappings/model/index.ts';
import { type LinkRuntime, packsOf, profileInForce } from '../link/runtime.ts';

/** Taken whatever the links: a hub may start before its first link for retail is configured. */
const alwaysTaken: readonly EventKind[] = ['retail-sale', 'retail-return'];

/** @returns the operation by which a link submits events of the kind: the adapter has it, and the link's profile maps it. */
export function submitOperation(
  { adapter, profile }: Pick<LinkRuntime, 'adapter' | 'profile'>,
  kind: EventKind,
): Operation | undefined {
  return Object.values(adapter.operations).find(
    (operation) => operation.kind === kind && profile.operations.includes(operation.id),
  );
}

/**
 * @param submit the operation that brought the record there
 * @param occurredAt of the event, epoch ms: the profile in force then decides
 * @returns the operation by which the link takes the record back; undefined where its platform knows none.
 */
export function withdrawOperation(
  runtime: Pick<LinkRuntime, 'adapter' | 'profile'>,
  submit: string,
  occurredAt: number,
): Operation | undefined {
  const profile = profileInForce(runtime, occurredAt);
  return Object.values(runtime.adapter.operations).find(
    (operation) => operation.withdraws === submit && profile.operations.includes(operation.id),
  );
}

/** @returns the links that want the smallest packs of some operation, in some version of their profile: mostly none, and then nothing is asked per event. */
export function contentTakers(links: Iterable<LinkRuntime>): readonly LinkRuntime[] {
  return [...links].filter((runtime) =>
    [runtime.profile, ...(runtime.profile.versions ?? [])].some((profile) =>
      Object.keys(runtime.adapter.operations).some((id) => packsOf(runtime, profile, id) === 'children'),
    ),
  );
}

/** @returns whether a link wants the smallest packs of events of the kind (operation `packs: children`). */
export function wantsContents(
  links: Iterable<Pick<LinkRuntime, 'adapter' | 'profile'>>,
  kind: EventKind,
  occurredAt: number,
): boolean {
  for (const runtime of links) {
    const profile = profileInForce(runtime, occurredAt);
    const operation = submitOperation({ adapter: runtime.adapter, profile }, kind);
    if (operation !== undefined && packsOf(runtime, profile, operation.id) === 'children') return true;
  }
  return false;
}

/** @returns the kinds of events that are taken: retail, and what at least one configured link can submit. */
export function takenKinds(links: Iterable<Pick<LinkRuntime, 'adapter' | 'profile'>>): ReadonlySet<EventKind> {
  return new Set([...alwaysTaken, ...[...links].flatMap(takenBy)]);
}

/** @returns the kinds of events that one link can submit. */
export function takenBy(runtime: Pick<LinkRuntime, 'adapter' | 'profile'>): EventKind[] {
  return Object.values(runtime.adapter.operations).flatMap(({ kind }) =>
    kind !== undefined && submitOperation(runtime, kind) !== undefined ? [kind] : [],
  );
}
