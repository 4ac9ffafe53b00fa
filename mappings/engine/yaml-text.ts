import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { ProfileError } from './errors.ts';
import type { KeyPath } from './place.ts';

export interface YamlText {
  readonly document: unknown;
  /** @returns the 1-based line of the key, or of the nearest key above it that the file has. */
  lineOf(keyPath: KeyPath): number;
}

/** YAML 1.2 core, no aliases, no repeated keys. @param file name used in errors @throws ProfileError */
export function parseYaml(text: string, file: string): YamlText {
  const lines = new LineCounter();
  const parsed = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    strict: true,
    lineCounter: lines,
  });
  const [error] = [...parsed.errors, ...parsed.warnings];
  if (error !== undefined) {
    const reason = error.code === 'MULTIPLE_DOCS' ? secondDocument : sentence(error.message);
    throw new ProfileError(placeAt(file, error.linePos?.[0].line), reason, { cause: error });
  }
  visit(parsed, {
    Alias: (_, alias) => {
      const line = alias.range ? lines.linePos(alias.range[0]).line : undefined;
      throw new ProfileError(placeAt(file, line), `alias *${alias.source}: aliases are not allowed; write it out`);
    },
  });
  const known = new Map<string, number>();
  collect(parsed.contents, '', (key, node) => {
    if (node.range) known.set(key, lines.linePos(node.range[0]).line);
  });
  return {
    document: parsed.toJS({ maxAliasCount: 0 }),
    lineOf: (keyPath) => {
      for (let length = keyPath.length; length > 0; length -= 1) {
        const line = known.get(joined(keyPath.slice(0, length)));
        if (line !== undefined) return line;
      }
      return 1;
    },
  };
}

/** Visits every key of the tree with the node that says where it stands. */
function collect(node: unknown, prefix: string, found: (key: string, node: Node) => void): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const path = prefix + SEPARATOR + String(key.value);
      found(path, key);
      collect(value, path, found);
    }
  }
  if (isSeq(node)) {
    node.items.forEach((item, index) => {
      const path = prefix + SEPARATOR + String(index);
      if (isScalar(item) || isMap(item) || isSeq(item) || isAlias(item)) found(path, item);
      collect(item, path, found);
    });
  }
}

/** No YAML text may hold it, so keys with dots stay apart. */
const SEPARATOR = '\u0000';

function joined(keyPath: KeyPath): string {
  return keyPath.map((key) => SEPARATOR + key).join('');
}

function placeAt(file: string, line: number | undefined) {
  return { file, keyPath: '', chain: [], ...(line !== undefined && { line }) };
}

const secondDocument = "a file holds one profile, and '---' begins a second one";

/** The parser's message without its picture of the line: `Map keys must be unique at line 2, column 1:\n…`. */
function sentence(message: string): string {
  return message.replace(/ at line \d+, column \d+:[\s\S]*$/, '');
}
