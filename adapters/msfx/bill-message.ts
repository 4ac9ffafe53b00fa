import { type CallContext, type DeliveryInput, RequestError } from '../contract/index.ts';
import { assertFewEnough, billCodes, maxCodesOf, physicType } from './bill.ts';
import { storedBillCode } from './bill-code.ts';
import { isRemnant, isTypeOf } from './bill-types.ts';
import { entIdOf, refEntIdOf } from './enterprise.ts';
import type { Api } from './families.ts';
import { isRecord, mappedMessage, textsOf } from './params.ts';
import { partiesOf, remnantPartiesOf } from './parties.ts';
import { readSettings } from './settings.ts';

/** Through which of the platform's uploads a bill goes. */
export type BillApi = Extract<Api, 'uploadRetail' | 'uploadInOutBill' | 'uploadRemnant'>;

/** Operations of the profile beside the kind's own: what all bills of an upload have in common, and whom 直调 concerns. */
const IN_OUT_HEADER = 'in-out-bill';
const REMNANT_HEADER = 'remnant-bill';
const DIRECT_BILL = 'direct-bill';

/** @returns the upload that takes the bill: 零头 has one of its own. */
export function billApiOf(api: Exclude<BillApi, 'uploadRemnant'>, { event }: Pick<DeliveryInput, 'event'>): BillApi {
  return api === 'uploadInOutBill' && isRemnant(event) ? 'uploadRemnant' : api;
}

/**
 * The business parameters of an upload: what the profile makes of the event, and for an in/out bill its parties.
 * @throws RequestError for an event that makes no valid bill; TypeError for a profile that gives the kind another kind's bill type.
 */
export function billMessage(
  operation: string,
  api: BillApi,
  input: DeliveryInput,
  context: CallContext,
): Readonly<Record<string, string>> {
  switch (api) {
    case 'uploadRetail':
      return typed(mapped([operation], codeValues(operation, input, context), input, context), input, context);
    case 'uploadInOutBill': {
      const values = codeValues(operation, input, context);
      const message = typed(mapped([IN_OUT_HEADER, operation], values, input, context), input, context);
      const { destination } = mapped([DIRECT_BILL], {}, input, context);
      return { ...message, ...partiesOf(message.bill_type, destination, input, context) };
    }
    case 'uploadRemnant': {
      assertOneLine(input);
      const values = { ref_user_id: refEntIdOf(context.institution) };
      const message = typed(mapped([operation], {}, input, context), input, context);
      const { line, ...header } = nativeOf(REMNANT_HEADER, values, input, context);
      const amount = Array.isArray(line) && isRecord(line[0]) ? textsOf(line[0]) : {};
      return { ...message, ...textsOf(header), ...amount, ...remnantPartiesOf(message.bill_type, input, context) };
    }
    default:
      throw new TypeError(`no upload of bills: ${String(api satisfies never)}`);
  }
}

/** A message with the bill type that the profile chose, which must be one of the event's. */
function typed<T extends Readonly<Record<string, string>>>(
  message: T,
  input: DeliveryInput,
  { profile }: CallContext,
): T & { readonly bill_type: string } {
  const bill_type = message.bill_type ?? '';
  if (!isTypeOf(bill_type, input))
    throw new TypeError(`profile ${profile.id}: bill_type ${bill_type} is none of ${input.event.kind}`);
  assertFewEnough(bill_type, message.trace_codes?.split(',') ?? []);
  return { ...message, bill_type };
}

function codeValues(operation: string, input: DeliveryInput, context: CallContext): Record<string, string> {
  const codes = billCodes(input, context.profile, maxCodesOf(operation, context.profile));
  return {
    ref_user_id: refEntIdOf(context.institution),
    from_user_id: entIdOf(context.institution) ?? '',
    app_key: readSettings(context.settings).appKey,
    physic_type: physicType(codes),
    trace_codes: codes.join(','),
  };
}

/** 零头 names one product, batch and quantity per bill: a piece of a line would say the whole quantity again. */
function assertOneLine({ event, part }: DeliveryInput): void {
  if (event.lines.length === 1 && part.count === 1) return;
  throw new RequestError('REMNANT_ONE_LINE', 'a 零头 bill has one line: send one document for each product and batch');
}

function mapped(
  operations: readonly string[],
  call: Readonly<Record<string, string>>,
  input: DeliveryInput,
  context: CallContext,
): Readonly<Record<string, string>> {
  const known = operations.filter((operation) => context.profile.operations.includes(operation));
  return Object.assign({}, ...known.map((operation) => textsOf(nativeOf(operation, call, input, context))));
}

function nativeOf(
  operation: string,
  call: Readonly<Record<string, string>>,
  { event, ids }: DeliveryInput,
  context: CallContext,
): Readonly<Record<string, unknown>> {
  const input = { event, institution: context.institution, ids: { bill_code: storedBillCode({ ids }) }, call };
  return mappedMessage(operation, input, context.profile);
}
