import type { Operation } from '../../adapters/contract/index.ts';
import type { EventKind } from '../../mappings/model/index.ts';
import type { LinkRuntime } from '../link/runtime.ts';

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

/** @returns the operation by which a link takes back what `submit` has brought to its platform; undefined where it knows none. */
export function withdrawOperation(
  { adapter, profile }: Pick<LinkRuntime, 'adapter' | 'profile'>,
  submit: string,
): Operation | undefined {
  return Object.values(adapter.operations).find(
    (operation) => operation.withdraws === submit && profile.operations.includes(operation.id),
  );
}

/** @returns the kinds of events that are taken: retail, and what at least one configured link can submit. */
export function takenKinds(links: Iterable<Pick<LinkRuntime, 'adapter' | 'profile'>>): ReadonlySet<EventKind> {
  const kinds = [...links].flatMap((runtime) =>
    Object.values(runtime.adapter.operations).flatMap(({ kind }) =>
      kind !== undefined && submitOperation(runtime, kind) !== undefined ? [kind] : [],
    ),
  );
  return new Set([...alwaysTaken, ...kinds]);
}
