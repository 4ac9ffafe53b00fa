import { describe, expect, test } from '@jest/globals';
import type { Adapter, JsonSchema } from '../../adapters/contract/index.ts';
import { adapters } from '../../adapters/index.ts';
import { personalMark } from './make-event.ts';
import { allPairs, type Pair } from './pairs.ts';
import { contextOf, deliveryOf, eventOf } from './subject.ts';

/*
 * The contract kit, privacy: nothing that a schema declares secret and nothing that an event holds of a person is left in a text that
 * the adapter has scrubbed, in whatever notation the text is.
 */

const { pairs } = await allPairs();
const secretMark = 'Zq7SecretValue';

/** @returns the names that a schema marks `writeOnly`. */
function secretNames(schema: JsonSchema): string[] {
  const properties = schema.properties;
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).flatMap(([name, property]: [string, JsonSchema]) =>
    property.writeOnly === true ? [name] : [],
  );
}

function declaredSecrets({ settingsSchema, credentialsSchema }: Adapter): string[] {
  return [...new Set([settingsSchema, credentialsSchema].flatMap(secretNames))];
}

/** How a name and a value stand together in requests, replies and logs. */
const notations: ReadonlyArray<readonly [string, (name: string, value: string) => string]> = [
  ['JSON', (name, value) => JSON.stringify({ a: '1', [name]: value, b: '2' })],
  ['indented JSON', (name, value) => JSON.stringify({ [name]: value, b: '2' }, null, 2)],
  ['a form', (name, value) => `a=1&${name}=${encodeURIComponent(value)}&b=2`],
  ['XML', (name, value) => `<x><${name}>${value}</${name}><b>2</b></x>`],
];

describe.each(Object.entries(adapters))('adapter %s', (_, adapter) => {
  const secrets = declaredSecrets(adapter);
  test.each(notations)('masks every declared secret in %s', (_name, write) => {
    const shown = secrets.filter((name) => adapter.scrub(write(name, secretMark)).includes(secretMark));
    expect(shown).toEqual([]);
  });

  test('masks citizen and mobile numbers anywhere, and leaves trace codes whole', () => {
    const scrubbed = adapter.scrub('参保人 430102199003070011 手机13812345678 追溯码 81234560000000000017');
    expect(scrubbed).not.toMatch(/430102199003070011|13812345678/);
    expect(scrubbed).toContain('81234560000000000017');
  });
});

/** Every field of every native message whose value is of a person: name → value. */
function personalFields(pair: Pair): ReadonlyArray<readonly [string, string]> {
  const found = new Map<string, string>();
  const collect = (value: unknown, name: string): void => {
    if (typeof value === 'string' && value.includes(personalMark)) found.set(name, value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) collect(inner, Array.isArray(value) ? name : key);
  };
  const { profile } = pair;
  const watched: typeof profile = {
    ...profile,
    map: (operation, input) => {
      const message = profile.map(operation, input);
      collect(message, operation);
      return message;
    },
  };
  for (const operation of pair.submissions) {
    if (operation.kind === undefined) continue;
    const context = contextOf(pair, 1, { profile: watched });
    const event = eventOf(pair, { kind: operation.kind, amount: 'all', name: `${profile.id} ${operation.id} private` });
    operation.buildRequest(deliveryOf(operation, event, context), context);
  }
  return [...found];
}

describe.each(pairs.map((pair) => [pair.profile.id, pair] as const))('%s', (_, pair) => {
  test('every field that carries a person is masked by its name', () => {
    const fields = personalFields(pair);
    const shown = fields.flatMap(([name, value]) =>
      notations.flatMap(([notation, write]) =>
        pair.adapter.scrub(write(name, value)).includes(personalMark) ? [`${name} in ${notation}`] : [],
      ),
    );
    expect(shown).toEqual([]);
  });
});
