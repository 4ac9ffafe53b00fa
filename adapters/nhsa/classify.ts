import { type CallContext, classifyNative, type DeliveryInput, type Fault } from '../contract/index.ts';
import { faults } from './faults.ts';
import { scrubMessage } from './privacy.ts';

export interface Native {
  readonly code: string;
  readonly message: string;
}

/** A pack sold, used or cancelled before, whatever row the refusal falls under: its texts are published nowhere (V1.1.83 §4.1). */
const OF_PACK =
  /追溯码.{0,60}(已被?(销售|出售|售出|使用|注销)|重复(销售|使用))|已被?(销售|出售|售出|使用|注销)的.{0,6}追溯码/u;

/**
 * @returns the fault of a native code and message, the profile's rows first. Patterns see the message whole; what is kept is
 * scrubbed. A read that may or may not have been processed has nothing to lose: it is `unavailable`.
 */
export function classify(
  { code, message }: Native,
  effect: 'read' | 'write',
  { profile }: CallContext,
  input: DeliveryInput | undefined,
): Fault {
  // The table's last row is `*`, so this is never reached; it is what the contract asks for.
  const otherwise = { category: 'contract-broken', code: 'NHSA_REPLY_UNRECOGNISED' } as const;
  const fault = classifyNative([profile.faults, faults], code, message, otherwise);
  const category = effect === 'read' && fault.category === 'unknown-outcome' ? 'unavailable' : fault.category;
  const ofPack = category === 'rejected' && OF_PACK.test(message);
  return {
    ...fault,
    category,
    nativeMessage: scrubMessage(message, input).slice(0, 500),
    ...(ofPack && { ofPack }),
  };
}
