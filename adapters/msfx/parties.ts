import { type CallContext, type DeliveryInput, RequestError } from '../contract/index.ts';
import { directionOf, isDirect, otherPartyOf } from './bill-types.ts';
import {
  counterpartyOf,
  counterpartyRefOf,
  type EntId,
  internalPartyOf,
  partnerOf,
  type RefEntId,
  refEntIdOf,
  requiredEntIdOf,
} from './enterprise.ts';

/** Shipper, receiver and third party of an in/out bill; all are ent_ids, never ref_ent_ids (API page of uploadinoutbill). */
export interface Parties {
  readonly from_user_id: EntId;
  readonly to_user_id: EntId;
  readonly dest_user_id?: EntId;
}

/** Shipper and receiver of a 零头 bill: ref_ent_ids, unlike every other bill (API page of remnantbill.upload). */
export interface RemnantParties {
  readonly from_ref_user_id: RefEntId;
  readonly to_ref_user_id: RefEntId;
}

/**
 * Who sends and who receives follows from the bill type alone: goods of a 1xx bill come to the institution, those of a 2xx bill leave it.
 * @param destination the tenant's code of the third party of a 直调 bill
 * @throws RequestError when an ent_id is missing or unknown.
 */
export function partiesOf(
  billType: string,
  destination: string | undefined,
  input: DeliveryInput,
  context: CallContext,
): Parties {
  const own = requiredEntIdOf(context.institution);
  const isInternal = isWithin(billType, input);
  const other = isInternal ? internalPartyOf(context.institution) : counterpartyOf(input, context);
  if (!isInternal && other === own)
    throw new RequestError('PARTNER_IS_SELF', 'the counterparty of the bill is the institution itself');
  const parties =
    directionOf(billType) === 'in'
      ? { from_user_id: other, to_user_id: own }
      : { from_user_id: own, to_user_id: other };
  return { ...parties, ...thirdParty(billType, destination, [own, other], context) };
}

/** As partiesOf, for a bill that names both by ref_ent_id. @throws RequestError when one is missing or unknown. */
export function remnantPartiesOf(billType: string, input: DeliveryInput, context: CallContext): RemnantParties {
  const own = refEntIdOf(context.institution);
  const other = isWithin(billType, input) ? own : counterpartyRefOf(input, context);
  return directionOf(billType) === 'in'
    ? { from_ref_user_id: other, to_ref_user_id: own }
    : { from_ref_user_id: own, to_ref_user_id: other };
}

function isWithin(billType: string, { event }: DeliveryInput): boolean {
  const other = otherPartyOf(billType);
  return other === 'never' || (other === 'perhaps' && event.counterparty === undefined);
}

function thirdParty(
  billType: string,
  destination: string | undefined,
  parties: readonly EntId[],
  context: CallContext,
): Pick<Parties, 'dest_user_id'> {
  if (!isDirect(billType)) {
    if (destination === undefined) return {};
    throw new RequestError('DESTINATION_UNFIT', `a bill of type ${billType} has no third party`);
  }
  if (destination === undefined)
    throw new RequestError(
      'DESTINATION_MISSING',
      'extensions.msfx.destination is missing: who takes the goods of 直调',
    );
  const third = partnerOf(destination, context);
  if (parties.includes(third))
    throw new RequestError('DESTINATION_IS_PARTY', 'the destination of 直调 is the shipper or the receiver itself');
  return { dest_user_id: third };
}
