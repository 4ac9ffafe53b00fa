/** A SOAP 1.1 Fault. Thrown while a request is read; becomes the answer, with HTTP 500. */
export class SoapFault extends Error {
  override readonly name = 'SoapFault';
  /** Qualified with the prefixes of the reply: soap:Client, wsse:FailedAuthentication … */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidMessage = (message: string) => new SoapFault('soap:Client', message);
