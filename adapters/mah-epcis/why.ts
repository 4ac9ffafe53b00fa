import { type DeliveryInput, type IdContext, RequestError } from '../contract/index.ts';

/** Fields of every event, mapped by the profile's operation of this name. */
const COMMON = 'event';

/** When and why, as the profile's tables say: what all events of one delivery share. */
export interface Why {
  readonly type: 'ObjectEvent' | 'AggregationEvent';
  readonly eventTime: string;
  readonly eventTimeZoneOffset: string;
  readonly action: string;
  readonly bizStep: string;
  readonly disposition?: string;
  /** The goods are at the institution afterwards: `own`. */
  readonly bizLocation?: string;
  readonly transactionType?: string;
  readonly transaction: string;
  readonly original?: string;
  readonly partyType?: string;
  /** `own` or `counterparty`. */
  readonly source?: string;
  readonly destination?: string;
}

/** @throws MappingError; RequestError when the profile's table names no type of event that the adapter builds. */
export function whyOf(operation: string, { event }: DeliveryInput, { profile, institution }: IdContext): Why {
  const input = { event, institution, ids: {}, call: {} };
  const fields = { ...profile.map(COMMON, input), ...profile.map(operation, input) };
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const optional = (name: string) => (text(name) === '' ? {} : { [name]: text(name) });
  const type = text('type');
  if (type !== 'ObjectEvent' && type !== 'AggregationEvent')
    throw new RequestError('EVENT_TYPE_UNKNOWN', `the profile has no event type for ${event.kind}`);
  return {
    type,
    eventTime: text('eventTime'),
    eventTimeZoneOffset: text('eventTimeZoneOffset'),
    action: text('action'),
    bizStep: text('bizStep'),
    transaction: text('transaction'),
    ...optional('disposition'),
    ...optional('bizLocation'),
    ...optional('transactionType'),
    ...optional('original'),
    ...optional('partyType'),
    ...optional('source'),
    ...optional('destination'),
  };
}
