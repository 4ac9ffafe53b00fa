import { checkEvent } from './event-rules.ts';
import { invalid } from './refusal.ts';
import { isMap, type JsonMap, time } from './rules.ts';

const members: Readonly<Record<string, readonly string[]>> = {
  EPCISDocument:
    '@context id type schemaVersion creationDate instanceIdentifier sender receiver epcisHeader epcisBody'.split(' '),
  EPCISQueryDocument: '@context id type schemaVersion creationDate epcisBody'.split(' '),
};

/**
 * Reads a document as EPCIS 2.0 gives it to the capture interface.
 * @returns its events, checked
 * @throws Refusal ValidationException
 */
export function readJsonDocument(text: string): readonly JsonMap[] {
  const document = parsed(text);
  const known = members[String(document.type)];
  if (known === undefined) throw invalid('/type is no document');
  const unknown = Object.keys(document).find((name) => !known.includes(name) && !name.includes(':'));
  if (unknown !== undefined) throw invalid(`/${unknown} is not defined`);
  checkContext(document['@context']);
  if (document.type === 'EPCISDocument') {
    time(document.creationDate, '/creationDate');
    if (document.schemaVersion !== '2.0' && document.schemaVersion !== '2.0.0')
      throw invalid('/schemaVersion is not supported');
  }
  const list = eventList(document);
  return list.map((event, index) => checkEvent(event, `/eventList[${index}]`));
}

function parsed(text: string): JsonMap {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('not JSON');
  }
  if (!isMap(value)) throw invalid('not an object');
  return value;
}

/** Without the context of EPCIS the words of the document mean nothing. */
function checkContext(context: unknown): void {
  const parts = Array.isArray(context) ? context : [context];
  if (!parts.some((part) => typeof part === 'string' && part.endsWith('/epcis-context.jsonld')))
    throw invalid('/@context is not that of EPCIS');
}

function eventList({ type, epcisBody }: JsonMap): readonly unknown[] {
  const body = isMap(epcisBody) ? epcisBody : {};
  const results = isMap(body.queryResults) && isMap(body.queryResults.resultsBody) ? body.queryResults.resultsBody : {};
  const list = type === 'EPCISDocument' ? body.eventList : results.eventList;
  if (!Array.isArray(list) || list.length === 0) throw invalid('/epcisBody has no events');
  return list;
}
