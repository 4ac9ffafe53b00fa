import { describe, expect, test } from '@jest/globals';
import { compileSchema } from '../../mappings/schema.ts';
import { describeErrors } from '../../mappings/schema-messages.ts';

const text = { type: 'string' };
const item = { type: 'object', additionalProperties: false, required: ['id'], properties: { id: text } };

describe('compileSchema', () => {
  test.each([
    ['an unknown keyword', { type: 'string', minLenght: 1 }],
    ['an unknown format', { type: 'string', format: 'dat' }],
    ['a keyword of the wrong type', { type: 'string', minLength: '1' }],
    ['a reference to nowhere', { $ref: '#/$defs/none' }],
  ])('refuses a schema with %s', (_name, schema) => {
    expect(() => compileSchema(schema)).toThrow();
  });

  test('lists every error by JSON Pointer, for fields the field itself', () => {
    const errors = compileSchema({ type: 'array', items: item })([{}, { id: 1, 'a/b~c': true }]);
    expect(errors.map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual([
      '/0/id required',
      '/1/a~1b~0c additionalProperties',
      '/1/id type',
    ]);
  });

  test('coerces nothing and fills in defaults only when told to', () => {
    const schema = { type: 'object', properties: { on: { type: 'boolean', default: true }, n: { type: 'integer' } } };
    const plain = {};
    expect(compileSchema(schema)(plain)).toEqual([]);
    expect(plain).toEqual({});
    expect(compileSchema(schema)({ n: '1' })).toHaveLength(1);
    const filled = {};
    compileSchema(schema, { useDefaults: true })(filled);
    expect(filled).toEqual({ on: true });
  });

  test('answers a hostile array quickly: ajv joins the errors of referenced schemas in quadratic time', () => {
    const check = compileSchema({ type: 'array', items: { $ref: '#/$defs/item' }, $defs: { item } });
    const startedAt = performance.now();
    expect(check(Array.from({ length: 500_000 }, () => 0))).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

test('messages come in both languages and never quote the value', () => {
  const check = compileSchema({ type: 'object', properties: { id: { type: 'string', pattern: '^[0-9]+$' } } });
  const [error] = describeErrors(check({ id: '张三丰' }), '/at');
  expect(error).toMatchObject({ pointer: '/at/id', code: 'FIELD_FORMAT' });
  expect(error?.message.zh).toContain('格式');
  expect(JSON.stringify(error)).not.toContain('张三丰');
});
