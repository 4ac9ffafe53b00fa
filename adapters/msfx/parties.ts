import { type CallContext, type DeliveryInput, RequestError } from '../contract/index.ts';
import { directionOf, isInternal } from './bill-types.ts';
import { counterpartyOf, type EntId, internalPartyOf, requiredEntIdOf } from './enterprise.ts';

/** Shipper and receiver of an in/out bill; both are ent_ids, never ref_ent_ids (API page of uploadinoutbill). */
export interface Parties {
  readonly from_user_id: EntId;
  readonly to_user_id: EntId;
}

/**
 * Who sends and who receives follows from the bill type alone: goods of a 1xx bill come to the institution, those of a 2xx bill leave it.
 * @throws RequestError when an ent_id is missing or unknown.
 */
export function partiesOf(billType: string, input: DeliveryInput, context: CallContext): Parties {
  const own = requiredEntIdOf(context.institution);
  const other = isInternal(billType) ? internalPartyOf(context.institution) : counterpartyOf(input, context);
  if (!isInternal(billType) && other === own)
    throw new RequestError('PARTNER_IS_SELF', 'the counterparty of the bill is the institution itself');
  return directionOf(billType) === 'in'
    ? { from_user_id: other, to_user_id: own }
    : { from_user_id: own, to_user_id: other };
}
