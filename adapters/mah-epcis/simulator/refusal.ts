/** A refusal of the repository: an EPCIS exception with its HTTP status (EPCIS 2.0, OpenAPI document). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exception: string;
  readonly status: number;

  constructor(exception: string, status: number, message: string) {
    super(message);
    this.exception = exception;
    this.status = status;
  }
}

export const invalid = (message: string) => new Refusal('ValidationException', 400, message);
