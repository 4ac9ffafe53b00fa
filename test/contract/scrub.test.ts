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
  ['XML with a prefix and CDATA', (name, value) => `<n:${name} a="1"><![CDATA[<b>${value}]]></n:${name}><b>2</b>`],
  ['an XML attribute', (name, value) => `<x ${name}="of ${value}" b="2"/>`],
  ['a list', (name, value) => JSON.stringify({ [name]: ['1', value], b: '2' })],
  ['an object', (name, value) => JSON.stringify({ [name]: { a: value }, b: '2' })],
  ['JSON in JSON', (name, value) => JSON.stringify({ a: JSON.stringify({ [name]: `"${value}"`, b: '2' }) })],
  ['JSON in JSON in JSON', (name, value) => JSON.stringify([JSON.stringify([JSON.stringify({ [name]: value })])])],
  [
    'JSON as text of XML',
    (name, value) => `<x>{&quot;${name}&quot;:&quot;${value}&quot;,&quot;b&quot;:&quot;2&quot;}</x>`,
  ],
  ['XML as text of XML', (name, value) => `<x>&lt;${name}&gt;${value}&lt;/${name}&gt;&lt;b&gt;2&lt;/b&gt;</x>`],
  ['a header', (name, value) => `a: 1\r\n${name}: Bearer ${value}\r\nb: 2`],
];

describe.each(Object.entries(adapters))('adapter %s', (_, adapter) => {
  const secrets = declaredSecrets(adapter);
  test.each(notations)('masks every declared secret in %s', (_name, write) => {
    const shown = secrets.filter((name) => adapter.scrub(write(name, secretMark)).includes(secretMark));
    expect(shown).toEqual([]);
  });

  test.each(notations)('leaves what stands beside it readable in %s', (notation, write) => {
    const [name] = secrets;
    // After an escaped quote or in a header alone there is nothing left to read.
    if (name === undefined || /in JSON in JSON/.test(notation)) return;
    expect(adapter.scrub(write(name, secretMark))).toMatch(/2/);
  });

  test.each(['\\', '"', '&amp;', '&lt;', '<![CDATA[', '\n', ' ', "'", '<', '='])(
    'takes no longer than it must for 64 KiB of %j',
    (piece) => {
      const text = piece.repeat(65_536 / piece.length) + (secrets[0] ?? '');
      const startedAt = performance.now();
      adapter.scrub(text);
      // Linear takes some milliseconds; quadratic would take minutes.
      expect(performance.now() - startedAt).toBeLessThan(5000);
    },
  );

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
