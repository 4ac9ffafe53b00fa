import { ProfileError } from './errors.ts';
import { compileField, compileFields, type NativeObject } from './field.ts';
import type { KeyPath } from './place.ts';
import type { RawOperation, Scope } from './types.ts';
import type { CompileContext } from './value.ts';

/** Fills the whole message of one operation. */
export type MessageWriter = (scope: Scope) => NativeObject;

const outside = { line: false, code: false };

/**
 * Compiles an operation. `root` fields stand at the top of the message; `fields` are those of every element of
 * `items`, or of the single object `node`, or stand at the top when neither is given.
 * @throws ProfileError
 */
export function compileOperation(raw: RawOperation, keyPath: KeyPath, context: CompileContext): MessageWriter {
  const writeRoot = compileFields(raw.root ?? {}, [...keyPath, 'root'], outside, context);
  const writeBody = compileBody(raw, keyPath, context);
  if (raw.root === undefined) return writeBody;
  return (scope) => ({ ...writeRoot(scope), ...writeBody(scope) });
}

function compileBody(raw: RawOperation, keyPath: KeyPath, context: CompileContext): MessageWriter {
  const fields = raw.fields ?? {};
  const { items, node } = raw;
  if (items !== undefined) {
    if (node !== undefined)
      throw new ProfileError(context.locate(keyPath), 'has both node and items; items names its own node');
    const list = { each: items.each, fields, required: true, ...(items.when !== undefined && { when: items.when }) };
    const write = compileField(list, keyPath, outside, context);
    const listNode = context.spell(items.node);
    return (scope) => wrap(listNode, write(scope));
  }
  const write = compileFields(fields, [...keyPath, 'fields'], outside, context);
  if (node === undefined) return write;
  const objectNode = context.spell(node);
  return (scope) => wrap(objectNode, write(scope));
}

function wrap(node: string, value: NativeObject[string] | undefined): NativeObject {
  return value === undefined ? {} : { [node]: value };
}
