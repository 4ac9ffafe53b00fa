import type { SchemaError } from './schema.ts';

/** A schema violation for people: a code of ours and what to do, in both languages. Never quotes the value. */
export interface FieldMessage {
  readonly pointer: string;
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
}

type Text = (params: Readonly<Record<string, unknown>>) => readonly [code: string, zh: string, en: string];

const texts: Readonly<Record<string, Text>> = {
  required: () => ['FIELD_MISSING', '缺少必填字段', 'is required'],
  additionalProperties: () => ['FIELD_UNKNOWN', '未知字段', 'is not a known field'],
  propertyNames: () => ['FIELD_UNKNOWN', '字段名不正确', 'is not a valid field name'],
  type: ({ type }) =>
    type === 'string'
      ? [
          'FIELD_TYPE',
          '必须是字符串（编码、金额、数量都请加引号）',
          'must be a string (quote codes, amounts and quantities)',
        ]
      : ['FIELD_TYPE', `类型必须是 ${type}`, `must be of type ${type}`],
  enum: ({ allowedValues }) => {
    const allowed = Array.isArray(allowedValues) ? allowedValues.join(', ') : '';
    return ['FIELD_VALUE', `取值必须是：${allowed}`, `must be one of: ${allowed}`];
  },
  const: ({ allowedValue }) => ['FIELD_VALUE', `取值必须是 ${allowedValue}`, `must be ${allowedValue}`],
  pattern: ({ pattern }) => ['FIELD_FORMAT', `格式不符：${pattern}`, `must match ${pattern}`],
  format: ({ format }) => ['FIELD_FORMAT', `不是合法的 ${format}`, `must be a valid ${format}`],
  minLength: ({ limit }) => ['FIELD_LENGTH', `至少 ${limit} 个字符`, `must have at least ${limit} characters`],
  maxLength: ({ limit }) => ['FIELD_LENGTH', `最多 ${limit} 个字符`, `must have at most ${limit} characters`],
  minimum: ({ limit }) => ['FIELD_VALUE', `不得小于 ${limit}`, `must be at least ${limit}`],
  maximum: ({ limit }) => ['FIELD_VALUE', `不得大于 ${limit}`, `must be at most ${limit}`],
  minItems: ({ limit }) => ['FIELD_LENGTH', `至少 ${limit} 项`, `must have at least ${limit} items`],
  maxItems: ({ limit }) => ['FIELD_LENGTH', `最多 ${limit} 项`, `must have at most ${limit} items`],
  maxProperties: ({ limit }) => ['FIELD_LENGTH', `最多 ${limit} 个字段`, `must have at most ${limit} members`],
};

/** Keywords that only say that a branch failed; the branch's own errors say why. */
const summaries = new Set(['anyOf', 'oneOf', 'if']);

/**
 * @param errors as a validator of `compileSchema` returned them
 * @param prefix JSON Pointer put before each pointer
 * @returns one message per place and reason
 */
export function describeErrors(errors: readonly SchemaError[], prefix = ''): FieldMessage[] {
  const telling = errors.filter(({ keyword }) => !summaries.has(keyword));
  return (telling.length > 0 ? telling : errors).map(({ pointer, keyword, message, params }) => {
    const [code, zh, en] = texts[keyword]?.(params) ?? ['FIELD_INVALID', '不符合要求', message];
    return { pointer: prefix + pointer, code, message: { zh, en } };
  });
}
