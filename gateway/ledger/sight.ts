import type { EventKind } from '../../mappings/model/index.ts';
import type { Movement } from './contract.ts';
import { provinceOf } from './movement.ts';

/** A movement as one tenant may see it: its own whole, another's without who and which document. */
export interface SeenMovement {
  readonly code: string;
  readonly kind: EventKind;
  /** epoch ms */
  readonly occurredAt: number;
  /** GB/T 2260, two digits */
  readonly province: string;
  readonly split: boolean;
  readonly own: boolean;
  readonly eventId?: string;
  /** 单据号, where findings are shown. */
  readonly documentNo?: string;
  readonly institution?: string;
  /** For operators. */
  readonly tenant?: string;
}

/** @param tenant who looks; undefined: an operator, who sees all */
export function seenBy(tenant: string | undefined, movement: Movement): SeenMovement {
  const { code, kind, occurredAt, facts, eventId, institution } = movement;
  const own = tenant === movement.tenant;
  const common = { code, kind, occurredAt, province: provinceOf(movement), split: facts.split === true, own };
  if (tenant === undefined) return { ...common, eventId, institution, tenant: movement.tenant };
  return own ? { ...common, eventId, institution } : common;
}
