import type { Operation, Pace, Profile } from '../../../adapters/contract/index.ts';
import { type LinkRuntime, profileInForce } from '../../link/runtime.ts';
import { type Language, say } from '../language.ts';
import type { Capabilities, CapableOperation } from '../openapi.generated.ts';
import { given } from './given.ts';

/** @returns what the link's platform can do at that time (epoch ms), the profile's and the link's own overrides applied. */
export function capabilitiesView(runtime: LinkRuntime, language: Language, nowMs: number): Capabilities {
  const { id, adapter } = runtime;
  const profile = profileInForce(runtime, nowMs);
  const { manifest } = adapter;
  return {
    link: id,
    adapter: adapter.id,
    title: say(adapter.title, language),
    protocol: adapter.protocol,
    interfaceVersion: manifest.interfaceVersion,
    sources: [...manifest.sources],
    profile: { id: profile.id, title: profile.title },
    undo: say(manifest.undo, language),
    open: [...manifest.open],
    identity: adapter.identitySchema,
    credentials: adapter.credentialsSchema,
    operations: Object.values(adapter.operations).map((operation) =>
      operationView(operation, profile, runtime, language),
    ),
  };
}

function operationView(
  operation: Operation,
  profile: Profile,
  { settings }: LinkRuntime,
  language: Language,
): CapableOperation {
  const { id, native, title, kind, effect, enquiry, checkHint } = operation;
  const limits = profile.limits[id];
  return {
    id,
    native,
    title: say(title, language),
    effect,
    resend: profile.resend[id] ?? operation.resend,
    ...given({
      kind,
      maxItems: limits?.maxItems ?? operation.maxItems,
      maxCodes: limits?.maxCodes ?? operation.maxCodes,
      pace: paceOf(operation.pace, settings.limits),
      enquiry: typeof enquiry === 'string' ? enquiry : undefined,
      noEnquiry: typeof enquiry === 'object' ? enquiry.none : undefined,
      checkHint: checkHint && say(checkHint, language),
    }),
  };
}

/** A rate in the link's settings comes before what the adapter declares. */
function paceOf(declared: Pace | undefined, limits: LinkRuntime['settings']['limits']): Pace | undefined {
  if (limits.ratePerSecond === undefined) return declared;
  return { ratePerSecond: limits.ratePerSecond, burst: limits.burst, per: declared?.per ?? 'link' };
}
