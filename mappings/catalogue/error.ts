export interface CatalogueProblem {
  /** Line of the file; 1 is the header. Absent when the file as a whole is at fault. */
  readonly line?: number;
  readonly column?: string;
  readonly message: string;
}

/** A catalogue file that cannot be used, found at start. The message has one line per problem: `file:line column: what`. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly file: string;
  readonly problems: readonly CatalogueProblem[];
  constructor(file: string, problems: readonly CatalogueProblem[], options?: { cause: unknown }) {
    super(problems.map((problem) => describe(file, problem)).join('\n'), options);
    this.file = file;
    this.problems = problems;
  }
}

function describe(file: string, { line, column, message }: CatalogueProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return `${place}${column === undefined ? '' : ` ${column}`}: ${message}`;
}
