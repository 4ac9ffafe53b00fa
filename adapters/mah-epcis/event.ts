import { type DeliveryInput, type IdContext, RequestError } from '../contract/index.ts';
import { type Draft, draftsOf } from './drafts.ts';
import { storedEvents } from './event-ids.ts';
import { type Names, namesOf } from './names.ts';
import { type Why, whyOf } from './why.ts';

export interface Party {
  readonly type: string;
  readonly uri: string;
}

/** One EPCIS event, before it is written as JSON or XML. Business steps and dispositions are CBV's bare words. */
export interface EpcisEvent extends Draft, Pick<Why, 'type' | 'eventTime' | 'eventTimeZoneOffset' | 'action'> {
  readonly key: string;
  readonly eventId: string;
  readonly bizStep: string;
  readonly disposition?: string;
  readonly readPoint: string;
  readonly bizLocation?: string;
  readonly transactions: ReadonlyArray<{ readonly type?: string; readonly uri: string }>;
  readonly sources: readonly Party[];
  readonly destinations: readonly Party[];
}

/**
 * The EPCIS events of a delivery with their stored ids; those that the repository is known to hold are included.
 * @throws RequestError, MappingError
 */
export function epcisEvents(operation: string, input: DeliveryInput, context: IdContext): readonly EpcisEvent[] {
  const why = whyOf(operation, input, context);
  const drafts = draftsOf(input, why.type, context);
  const stored = storedEvents(input);
  if (stored.length !== drafts.length)
    throw new RequestError(
      'BUSINESS_ID_MISMATCH',
      'the profile divides the document otherwise than when its ids were made',
    );
  const shared = sharedPart(why, input, namesOf(context));
  return drafts.flatMap((draft, index) => {
    const ids = stored[index];
    return ids === undefined ? [] : [{ ...draft, ...shared, ...ids }];
  });
}

type Shared = Omit<EpcisEvent, keyof Draft | 'key' | 'eventId'>;

function sharedPart(why: Why, { event }: DeliveryInput, names: Names): Shared {
  const { type, eventTime, eventTimeZoneOffset, action, bizStep, disposition } = why;
  const parties: Readonly<Record<string, () => string | undefined>> = {
    own: names.party,
    counterparty: () => names.counterparty(event.counterparty),
  };
  const party = (who: string | undefined): readonly Party[] => {
    const uri = who === undefined ? undefined : parties[who]?.();
    return uri === undefined ? [] : [{ type: why.partyType ?? 'owning_party', uri }];
  };
  const original = why.original === undefined ? [] : [{ uri: names.document(why.original) }];
  const own = { uri: names.document(why.transaction), ...(why.transactionType && { type: why.transactionType }) };
  return {
    type,
    eventTime,
    eventTimeZoneOffset,
    action,
    bizStep,
    ...(disposition !== undefined && { disposition }),
    readPoint: names.place(),
    ...(why.bizLocation === 'own' && { bizLocation: names.place() }),
    transactions: [own, ...original],
    sources: party(why.source),
    destinations: party(why.destination),
  };
}
