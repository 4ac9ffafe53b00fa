import type { InstitutionContext } from '../../adapters/contract/index.ts';
import { MappingError } from '../../mappings/engine/index.ts';
import { type LinkRuntime, profileInForce } from '../link/runtime.ts';
import { businessIds, type DeliveryOfEvent, inputOf } from './run.ts';

/** Builds a delivery's first request as a run would, sends nothing and keeps nothing. @returns what the profile refuses of the event, if anything. */
export function rehearse(
  runtime: LinkRuntime,
  delivery: DeliveryOfEvent,
  institution: InstitutionContext,
  now: number,
): MappingError | undefined {
  const context = {
    institution,
    settings: runtime.settings.settings,
    profile: profileInForce(runtime, Date.parse(delivery.event.occurredAt)),
    now,
    randomHex: (bytes: number) => '00'.repeat(bytes),
    sequence: 0,
  };
  try {
    const input = inputOf(delivery, businessIds(delivery, institution, runtime), runtime);
    runtime.adapter.operations[delivery.operation]?.buildRequest(input, context);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof MappingError ? error.cause : error;
    // Whatever else (a session that it lacks, a mistake of our own) is for the run to find and record.
    return reason instanceof MappingError ? reason : undefined;
  }
}
