/** The file cannot be read beyond a place; what is before it may already have been taken. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly line: number | undefined;
  constructor(line: number | undefined, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.line = line;
  }
}
