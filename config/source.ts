import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { ConfigError, type ConfigProblem, type KeyPath } from './problem.ts';

/** A parsed configuration file that still knows where each value stands. */
export interface Source {
  readonly value: unknown;
  /** @returns line and column (from 1) of the value, of its key with `at: 'key'`, or of the nearest parent that is in the file. */
  locate(path: KeyPath, at?: 'key' | 'value'): Pick<ConfigProblem, 'line' | 'column'>;
}

/**
 * Parses YAML 1.2 strictly: repeated keys, unknown tags and alias bombs are errors.
 * @throws ConfigError with the place of every syntax error.
 */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, version: '1.2' });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new ConfigError(
      file,
      faults.map((fault) => ({ path: [], message: firstLine(fault.message), ...place(fault.pos[0]) })),
    );
  }

  const offsetOf = (path: KeyPath, at: 'key' | 'value'): number | undefined => {
    if (at === 'key') {
      const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
      const key = path.at(-1);
      const pair = isMap(parent)
        ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
      return pair !== undefined && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
    }
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    return isNode(node) ? node.range?.[0] : undefined;
  };

  return {
    value: document.toJS({ maxAliasCount: 100 }),
    locate(path, at = 'value') {
      const own = offsetOf(path, path.length === 0 ? 'value' : at);
      if (own !== undefined) return place(own);
      for (let length = path.length - 1; length >= 0; length -= 1) {
        const offset = offsetOf(path.slice(0, length), length === 0 ? 'value' : 'key');
        if (offset !== undefined) return place(offset);
      }
      return {};
    },
  };
}

/** The library appends an excerpt of the file to its messages: it could hold a secret. */
function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
