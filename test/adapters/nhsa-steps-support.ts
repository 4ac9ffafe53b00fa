import type { CallContext, DeliveryInput } from '../../adapters/contract/index.ts';
import { profileOf } from './nhsa-regions.ts';
import { bodyOf, built, context, national } from './nhsa-support.ts';

export const at = (changes: Partial<CallContext> = {}) => context({ profile: national, ...changes });
export const singles = at({ profile: profileOf('nhsa/national-single') });
export const inputOf = (id: string, input: DeliveryInput, where: CallContext) => bodyOf(built(id, input, where)).input;
export const rowsOf = (value: unknown): Record<string, unknown>[] => {
  const [node] = Object.values(value as Record<string, unknown>);
  return Array.isArray(node) ? node : [node as Record<string, unknown>];
};
export const numberOf = (input: DeliveryInput, key: string) =>
  input.ids.items.find((item) => item.key === key)?.ids.fixmedins_bchno;
