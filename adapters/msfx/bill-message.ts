import { MappingError } from '../../mappings/engine/index.ts';
import { type CallContext, type DeliveryInput, RequestError } from '../contract/index.ts';
import { billCodes, maxCodesOf, physicType } from './bill.ts';
import { storedBillCode } from './bill-code.ts';
import { isTypeOf } from './bill-types.ts';
import { entIdOf, refEntIdOf } from './enterprise.ts';
import type { Api } from './families.ts';
import { textsOf } from './params.ts';
import { type Parties, partiesOf } from './parties.ts';
import { readSettings } from './settings.ts';

/** The profile's operation with what all in/out bills have in common. */
const IN_OUT_HEADER = 'in-out-bill';

/**
 * The business parameters of an upload: what the profile makes of the event, and for an in/out bill its parties.
 * @throws RequestError for an event that makes no valid bill; TypeError for a profile that gives the kind another kind's bill type.
 */
export function billMessage(
  operation: string,
  api: Api,
  input: DeliveryInput,
  context: CallContext,
): Readonly<Record<string, string>> {
  const fields = api === 'uploadInOutBill' ? [IN_OUT_HEADER, operation] : [operation];
  const message = mapped(fields, valuesOf(operation, input, context), input, context);
  const billType = message.bill_type ?? '';
  if (!isTypeOf(billType, input))
    throw new TypeError(`profile ${context.profile.id}: bill_type ${billType} is none of ${input.event.kind}`);
  const parties: Partial<Parties> = api === 'uploadInOutBill' ? partiesOf(billType, input, context) : {};
  return { ...message, ...parties };
}

function valuesOf(operation: string, input: DeliveryInput, context: CallContext): Record<string, string> {
  const codes = billCodes(input, context.profile, maxCodesOf(operation, context.profile));
  return {
    ref_user_id: refEntIdOf(context.institution),
    from_user_id: entIdOf(context.institution) ?? '',
    app_key: readSettings(context.settings).appKey,
    physic_type: physicType(codes),
    trace_codes: codes.join(','),
  };
}

function mapped(
  operations: readonly string[],
  call: Readonly<Record<string, string>>,
  { event, ids }: DeliveryInput,
  context: CallContext,
): Readonly<Record<string, string>> {
  const input = { event, institution: context.institution, ids: { bill_code: storedBillCode({ ids }) }, call };
  try {
    return Object.assign({}, ...operations.map((operation) => textsOf(context.profile.map(operation, input))));
  } catch (error) {
    if (error instanceof MappingError) throw new RequestError('MSFX_INPUT_REFUSED', error.message);
    throw error;
  }
}
