import type { Adapter, IdContext, Profile } from '../../adapters/contract/index.ts';
import type { Delivery } from '../store/contract.ts';
import type { Repeatability } from './decision.ts';

/** What a claimed delivery needs. `interrupted`: the process died while sending; `stuck`: its fate is unknown and cannot be asked. */
export type Work =
  | { readonly type: 'submit' | 'enquire'; readonly operation: string }
  | { readonly type: 'interrupted' }
  | { readonly type: 'stuck' };

/** How the delivery's operation may be repeated on this link. @throws Error when the adapter knows no such operation. */
export function repeatability(adapter: Adapter, profile: Profile, delivery: Delivery): Repeatability {
  const operation = adapter.operations[delivery.operation];
  if (operation === undefined) throw new Error(`adapter ${adapter.id} has no operation ${delivery.operation}`);
  return {
    resend: profile.resend[operation.id] ?? operation.resend,
    hasEnquiry: typeof operation.enquiry === 'string',
    ...(operation.checkHint === undefined ? {} : { checkHint: operation.checkHint }),
  };
}

/**
 * A `sending` delivery that can be claimed was left behind by a crash: it may have reached the platform, so it is never sent again
 * blindly. `pending` and `unknown` are resolved by enquiry; without one only a harmless repeat tells. What the link's settings forbid to
 * ask is left to a person.
 */
export function nextWork(
  adapter: Adapter,
  delivery: Delivery,
  { resend }: Repeatability,
  link: Pick<IdContext, 'profile' | 'settings'>,
): Work {
  const submit = { type: 'submit', operation: delivery.operation } as const;
  if (delivery.state === 'sending') return { type: 'interrupted' };
  if (delivery.state !== 'pending' && delivery.state !== 'unknown') return submit;
  const operation = adapter.operations[delivery.operation];
  const enquiry = operation?.enquiry;
  if (operation?.asksFate?.(link) === false) return { type: 'stuck' };
  if (typeof enquiry === 'string') return { type: 'enquire', operation: enquiry };
  return resend === 'unsafe' ? { type: 'stuck' } : submit;
}
