import { invalid } from './refusal.ts';
import {
  amount,
  type Field,
  isMap,
  type JsonMap,
  list,
  map,
  object,
  offset,
  oneOf,
  type Rule,
  term,
  text,
  time,
  uri,
} from './rules.ts';
import { bizSteps, dispositions, partyTypes, transactionTypes } from './vocabulary.ts';

type Fields = Readonly<Record<string, Field>>;

const anything: Rule = () => {};
const place = object({ id: { rule: uri, required: true } }, { extensible: true });
const quantity = object({
  epcClass: { rule: uri, required: true },
  quantity: { rule: amount },
  uom: {
    rule: (value, where) => {
      if (typeof value !== 'string' || !/^[A-Z0-9]{2,3}$/.test(value)) throw invalid(`${where} is no unit`);
    },
  },
});
const quantities: Rule = list(quantity, { least: 1 });
const party = (name: string) =>
  list(object({ type: { rule: term(partyTypes), required: true }, [name]: { rule: uri, required: true } }));
const transaction = object({ type: { rule: term(transactionTypes) }, bizTransaction: { rule: uri, required: true } });

const common: Fields = {
  '@context': { rule: anything },
  type: { rule: text, required: true },
  eventID: { rule: uri },
  eventTime: { rule: time, required: true },
  recordTime: { rule: time },
  eventTimeZoneOffset: { rule: offset, required: true },
  certificationInfo: { rule: anything },
  errorDeclaration: { rule: map },
};
const whereAndWhy: Fields = {
  bizStep: { rule: term(bizSteps) },
  disposition: { rule: term(dispositions) },
  readPoint: { rule: place },
  bizLocation: { rule: place },
  bizTransactionList: { rule: list(transaction, { least: 1 }) },
  sourceList: { rule: party('source') },
  destinationList: { rule: party('destination') },
  sensorElementList: { rule: list(map) },
};
const action: Fields = { action: { rule: oneOf('ADD', 'OBSERVE', 'DELETE'), required: true } };
const persistent: Fields = {
  persistentDisposition: {
    rule: object({
      set: { rule: list(term(dispositions), { least: 1 }) },
      unset: { rule: list(term(dispositions), { least: 1 }) },
    }),
  },
};
const epcs = { rule: list(uri, { unique: true }) };
const aggregated: Fields = { parentID: { rule: uri }, childEPCs: epcs, childQuantityList: { rule: quantities } };

const tables: Readonly<Record<string, Fields>> = {
  ObjectEvent: { ...action, ...persistent, epcList: epcs, quantityList: { rule: quantities }, ilmd: { rule: map } },
  AggregationEvent: { ...action, ...aggregated },
  AssociationEvent: { ...action, ...aggregated },
  TransactionEvent: { ...action, parentID: { rule: uri }, epcList: epcs, quantityList: { rule: quantities } },
  TransformationEvent: {
    ...persistent,
    inputEPCList: epcs,
    inputQuantityList: { rule: quantities },
    outputEPCList: epcs,
    outputQuantityList: { rule: quantities },
    transformationID: { rule: uri },
    ilmd: { rule: map },
  },
};

/** Checks one event by the tables of its type and by what they cannot say. @throws Refusal ValidationException */
export function checkEvent(value: unknown, where: string): JsonMap {
  if (!isMap(value)) throw invalid(`${where} is no object`);
  const fields = tables[String(value.type)];
  if (fields === undefined) throw invalid(`${where}/type is no event type`);
  object({ ...common, ...whereAndWhy, ...fields }, { extensible: true })(value, where);
  checkWhat(value, where);
  return value;
}

const filled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

function checkWhat(event: JsonMap, where: string): void {
  switch (event.type) {
    case 'ObjectEvent':
      if (!filled(event.epcList) && !filled(event.quantityList) && !filled(event.sensorElementList))
        throw invalid(`${where} is about nothing`);
      if (event.ilmd !== undefined && event.action !== 'ADD') throw invalid(`${where}/ilmd stands only with ADD`);
      return;
    case 'AggregationEvent':
    case 'AssociationEvent':
      if (event.action !== 'OBSERVE' && event.parentID === undefined) throw invalid(`${where}/parentID is missing`);
      if (event.action !== 'DELETE' && !filled(event.childEPCs) && !filled(event.childQuantityList))
        throw invalid(`${where} has no children`);
      return;
    case 'TransactionEvent':
      if (event.bizTransactionList === undefined) throw invalid(`${where}/bizTransactionList is missing`);
      return;
    default:
      if (![event.inputEPCList, event.inputQuantityList].some(filled) && event.transformationID === undefined)
        throw invalid(`${where} has no input`);
  }
}
