import type { Operation, Pace } from '../../../adapters/contract/index.ts';
import type { LinkRuntime } from '../../link/runtime.ts';
import { type Language, say } from '../language.ts';
import type { Capabilities, CapableOperation } from '../openapi.generated.ts';
import { given } from './given.ts';

/** @returns what the link's platform can do, the profile's and the link's own overrides applied. */
export function capabilitiesView(runtime: LinkRuntime, language: Language): Capabilities {
  const { id, adapter, profile } = runtime;
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
    operations: Object.values(adapter.operations).map((operation) => operationView(operation, runtime, language)),
  };
}

function operationView(operation: Operation, runtime: LinkRuntime, language: Language): CapableOperation {
  const { profile, settings } = runtime;
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
