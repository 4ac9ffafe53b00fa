import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import type { CallContext } from '../../adapters/contract/index.ts';
import { statuses } from '../../adapters/mah-epcis/problem.ts';
import { readJsonDocument } from '../../adapters/mah-epcis/simulator/json-document.ts';
import { readXmlDocument } from '../../adapters/mah-epcis/simulator/xml-document.ts';
import type { RecognisedEvent } from '../../mappings/model/index.ts';
import {
  build,
  delivery,
  dialect,
  documentOf,
  fullest,
  institution,
  json,
  kinds,
  largest,
  line,
  opaque,
  smallest,
  withGln,
  xml,
} from './mah-epcis-support.ts';

const reasons = ['surplus', 'loss', 'damage', 'scrap-in', 'scrap', 'rework', 'inspection', 'other-in', 'gift'] as const;

/** Every kind: the least and the most that an event can say, a thousand lines; adjustments for every reason. */
const events: Array<[string, RecognisedEvent]> = [
  ...kinds.flatMap(
    (kind): Array<[string, RecognisedEvent]> => [
      [`${kind}, required only`, smallest(kind)],
      [`${kind}, all fields`, fullest(kind)],
      [`${kind}, 1,000 lines`, largest(kind)],
    ],
  ),
  ...reasons.map((reason): [string, RecognisedEvent] => [
    `stock-adjust, ${reason}`,
    { ...fullest('stock-adjust'), reason },
  ]),
  ['a code of every printable character', { ...smallest('sale-out'), lines: [line(opaque(printable()))] }],
  ['only uncoded lines', { ...fullest('stock-count'), lines: fullest('stock-count').lines.slice(2) }],
];

/** Who reports, and how the repository wants it. */
const ways: Array<[string, Partial<CallContext>]> = [
  ['Digital Links, GLN', { institution: withGln }],
  ['Digital Links, no GLN', { institution }],
  ['a domain of its own', { settings: { digitalLinkDomain: 'https://id.example.com/epcis' } }],
  ['EPC URNs', { profile: dialect({ epcForm: 'urn' }) }],
  ['an event per line', { profile: dialect({ eventPer: 'line' }) }],
];

function printable(): string {
  return `${String.fromCharCode(...Array.from({ length: 95 }, (_, n) => n + 32))}中é\u{1F48A}`;
}

describe.each(events)('%s', (_name, event) => {
  test.each(ways)('is a document of EPCIS 2.0: %s', (_way, changes) => {
    const settings = { companyPrefixes: ['6901234', '00000690'], ...changes.settings };
    const read = readJsonDocument(documentOf(event, { ...changes, settings }));
    expect(read.length).toBeGreaterThan(0);
    for (const found of read) {
      expect(found).toMatchObject({ eventTimeZoneOffset: '+08:00', eventTime: expect.stringMatching(/\+08:00$/) });
      expect(found).not.toHaveProperty('recordTime');
      expect(found.eventID).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/);
    }
  });

  test('is a document of EPCIS 1.2, and says the same', () => {
    const words = (read: ReturnType<typeof readJsonDocument>) =>
      read.map(({ type, eventID, action, bizStep, disposition, epcList, childEPCs }) => ({
        ...{ type, eventID, action, bizStep, disposition },
        epcs: [epcList, childEPCs].flat().filter((epc) => epc !== undefined).length,
      }));
    const old = words(readXmlDocument(documentOf(event, { profile: xml })));
    const now = words(readJsonDocument(documentOf(event, { profile: json })));
    // CBV 1.2 has neither "other" nor "sampling", and means another thing by "repackaging".
    const steps = [...old, ...now].map(({ bizStep }) => String(bizStep));
    const differing = steps.some((step) => ['holding', 'repairing', 'sampling'].includes(step));
    expect(differing ? old.map((found) => ({ ...found, bizStep: '' })) : old).toEqual(
      differing ? now.map((found) => ({ ...found, bizStep: '' })) : now,
    );
  });
});

test('instance master data goes out with ADD, an event per line, and never otherwise', () => {
  const profile = {
    ...dialect({ eventPer: 'line' }),
    map: (operation: string, input: Parameters<typeof json.map>[1]) => {
      const fields = json.map(operation, input);
      return operation === 'event' ? fields : { ...fields, action: 'ADD', bizStep: 'commissioning' };
    },
  };
  const [first] = readJsonDocument(documentOf(fullest('stock-adjust'), { profile }));
  expect(first?.ilmd).toEqual({ 'cbvmda:lotNumber': 'L/1', 'cbvmda:itemExpirationDate': '2027-01-31' });
  const old = { ...profile, constants: { ...xml.constants, eventPer: 'line' } };
  expect(documentOf(fullest('stock-adjust'), { profile: old })).toContain('<cbvmda:lotNumber>L/1</cbvmda:lotNumber>');
  expect(readXmlDocument(documentOf(fullest('stock-adjust'), { profile: old })).length).toBeGreaterThan(1);
});

/** GS1's schema may not be copied: it is read where the variable says (`.ci/run` sets it). */
const schemaDir = process.env.EPCIS_SCHEMA_DIR;

if (schemaDir === undefined) {
  test("GS1's own JSON schema is checked where EPCIS_SCHEMA_DIR names the folder that holds it", () => {
    expect(schemaDir).toBeUndefined();
  });
} else {
  const validate = await compileGs1Schema(schemaDir);

  describe("GS1's EPCIS-JSON-Schema", () => {
    test.each(events)('%s', (_name, event) => {
      for (const [way, changes] of ways) {
        const settings = { companyPrefixes: ['6901234', '00000690'], ...changes.settings };
        const document: unknown = JSON.parse(documentOf(event, { ...changes, settings }));
        expect({ [way]: validate(document) ? [] : validate.errors?.slice(0, 5) }).toEqual({ [way]: [] });
      }
    });

    test('is really asked: a document with a mistake is refused', () => {
      const document = JSON.parse(documentOf(smallest('sale-out')));
      document.epcisBody.eventList[0].bizStep = 'returning';
      expect(validate(document)).toBe(false);
    });
  });
}

/** The parts of GS1's OpenAPI document that say what a client may send and what exceptions come with what status. */
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, { readonly name: string }>>;
    readonly responses: Readonly<Record<string, unknown>>;
  };
}

if (schemaDir !== undefined) {
  const text = await readFile(join(schemaDir, 'epcis-rest-openapi.json'), 'utf8');
  const { paths, components }: OpenApi = JSON.parse(text);
  const names = new Set(Object.values(components.parameters).map(({ name }) => name));

  describe("GS1's OpenAPI document", () => {
    const input = delivery(smallest('sale-out'));
    const requests = [
      ['/capture', build('sale-out.submit', input)],
      ['/capture/{captureID}', build('capture-status', { ...input, receipt: 'job-1' })],
      ['/events', build('capture-status', input)],
      ['/events', build('events-of-code', input)],
      ['/events', build('probe', undefined)],
    ] as const;

    test.each(requests)(
      'knows path, parameters and headers of the request to %s',
      (path, { method, query, headers }) => {
        expect(Object.keys(paths[path] ?? {})).toContain(method.toLowerCase());
        const sent = [...Object.keys(query ?? {}), ...Object.keys(headers).filter((name) => name.startsWith('GS1'))];
        expect(sent.filter((name) => !names.has(name))).toEqual([]);
      },
    );

    test('gives every exception the statuses that the adapter believes it with', () => {
      const stated = new Set<string>();
      for (const [name, response] of [...Object.entries(components.responses), ['400', paths['/capture']] as const]) {
        for (const [, exception] of JSON.stringify(response).matchAll(/epcisException:(\w+)/g))
          stated.add(`${exception} ${name.slice(0, 3)}`);
      }
      const believed = Object.entries(statuses).flatMap(([name, codes]) => codes.map((code) => `${name} ${code}`));
      expect(believed.filter((pair) => !stated.has(pair))).toEqual([]);
    });
  });
}

async function compileGs1Schema(folder: string): Promise<ValidateFunction> {
  const ajv = new Ajv({ strict: false, allErrors: false });
  addFormatsModule.default(ajv);
  return ajv.compile(JSON.parse(await readFile(join(folder, 'EPCIS-JSON-Schema.json'), 'utf8')));
}
