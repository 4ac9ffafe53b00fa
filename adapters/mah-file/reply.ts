import { type CallContext, classifyNative, type Fault, type NativeResponse } from '../contract/index.ts';
import { jsonObjectOf, textOf } from '../kit/json.ts';
import { ownFaults } from './faults.ts';
import { scrub } from './privacy.ts';

/** Statuses that mean the same at every step; the others are looked up by the step that was refused. */
const byStatus: ReadonlySet<number> = new Set([401, 403, 404, 507]);

/** @returns the fault of a server that refused an action (adapters/contract/wire.ts, NativeResponse). */
export function serverRefusal(response: NativeResponse, context: CallContext): Fault {
  const body = jsonObjectOf(response.body);
  const step = textOf(body?.step);
  if (response.status < 400 || step === undefined) return alien('no answer of a file server');
  const native = byStatus.has(response.status) ? String(response.status) : step;
  return classified(native, textOf(body?.message) ?? '', context);
}

/** @returns the fault for a native code of the profile's or the adapter's table. */
export function classified(native: string, message: string, { profile }: CallContext): Fault {
  const otherwise = { category: 'rejected', code: 'MAH_FILE_REFUSED' } as const;
  return classifyNative([profile.faults, ownFaults], native, scrub(message), otherwise);
}

/** @returns the fault of an answer that says nothing we know. */
export function alien(reason: string): Fault {
  return { category: 'contract-broken', code: 'MAH_ALIEN_REPLY', nativeMessage: reason };
}
