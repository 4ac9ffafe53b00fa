/** Where and why a JSON text cannot be taken. Only for texts already known to be at fault: speed does not matter, the place does. */
export interface JsonFault {
  readonly reason: 'syntax' | 'repeated';
  /** 1-based */
  readonly line: number;
  /** 1-based, in characters */
  readonly column: number;
  /** JSON Pointer of the value or member at fault. */
  readonly pointer: string;
}

const blank = /[ \t\n\r]*/y;
const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// RFC 8259 §7: control characters stand in strings only escaped.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Fault extends Error {
  readonly reason: JsonFault['reason'];
  readonly at: number;
  readonly path: readonly string[];
  constructor(reason: JsonFault['reason'], at: number, path: readonly string[]) {
    super(reason);
    this.reason = reason;
    this.at = at;
    this.path = path;
  }
}

/**
 * Finds the first breach of RFC 8259 or the first member name that stands twice in one object.
 * @param text nested no deeper than the call stack allows (the caller has checked)
 * @returns undefined when there is none.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  let at = 0;
  const take = (form: RegExp): string | undefined => {
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const punctuation = (wanted: string): boolean => {
    take(blank);
    if (!wanted.includes(text[at] ?? '\0')) return false;
    at += 1;
    return true;
  };
  const must = (met: boolean, path: readonly string[]) => {
    if (!met) throw new Fault('syntax', at, path);
  };

  const value = (path: readonly string[]): void => {
    take(blank);
    if (text[at] === '{') members(path);
    else if (text[at] === '[') items(path);
    else must((take(string) ?? take(literal)) !== undefined, path);
  };
  const members = (path: readonly string[]): void => {
    at += 1;
    const names = new Set<string>();
    if (punctuation('}')) return;
    do {
      take(blank);
      const start = at;
      const raw = take(string);
      must(raw !== undefined, path);
      const name: string = JSON.parse(raw ?? '""');
      if (names.has(name)) throw new Fault('repeated', start, [...path, name]);
      names.add(name);
      must(punctuation(':'), [...path, name]);
      value([...path, name]);
    } while (punctuation(','));
    must(punctuation('}'), path);
  };
  const items = (path: readonly string[]): void => {
    at += 1;
    if (punctuation(']')) return;
    let index = 0;
    do {
      value([...path, String(index)]);
      index += 1;
    } while (punctuation(','));
    must(punctuation(']'), path);
  };

  try {
    value([]);
    take(blank);
    must(at === text.length, []);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { reason: error.reason, ...place(text, error.at), pointer: pointerOf(error.path) };
  }
}

function place(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function pointerOf(path: readonly string[]): string {
  return path.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
