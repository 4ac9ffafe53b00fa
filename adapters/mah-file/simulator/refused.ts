/** A file that the importer does not take: E01 unreadable, E02 form, E03 sender, E04 codes, E05 name used before, E06 business. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  readonly rows: readonly CodeResult[];
  constructor(code: string, message: string, rows: readonly CodeResult[] = []) {
    super(message);
    this.code = code;
    this.rows = rows;
  }
}

export interface CodeResult {
  readonly code: string;
  readonly result: string;
  readonly message: string;
}
