/** Keys from the root of the configuration to one of its values; array indexes as numbers. */
export type KeyPath = ReadonlyArray<string | number>;

/** One thing wrong in a configuration file. `line` and `column` count from 1; absent when the value is not in the file. */
export interface ConfigProblem {
  readonly path: KeyPath;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The configuration cannot be used. The message lists every problem, one line each, as `file:line:column key: what`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => describe(file, problem)).join('\n'));
    this.file = file;
    this.problems = problems;
  }
}

/** @returns the path as people write it: `routes[0].when`. */
export function formatPath(path: KeyPath): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}

function describe(file: string, { path, message, line, column }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return path.length === 0 ? `${place} ${message}` : `${place} ${formatPath(path)}: ${message}`;
}
