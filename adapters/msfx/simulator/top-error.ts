/** An `error_response` of the gateway (TOP 平台错误码). Thrown while a request is checked; becomes the answer. */
export class TopError extends Error {
  override readonly name = 'TopError';
  readonly code: number;
  readonly subCode: string | undefined;
  readonly subMsg: string | undefined;

  constructor(code: number, message: string, subCode?: string, subMsg?: string) {
    super(message);
    this.code = code;
    this.subCode = subCode;
    this.subMsg = subMsg;
  }
}

export const missingArgument = (name: string) =>
  new TopError(40, 'Missing Required Arguments', 'isv.missing-parameter', `缺少必要参数:${name}`);

export const invalidArgument = (name: string, why: string) =>
  new TopError(41, 'Invalid Arguments', 'isv.invalid-parameter', `非法参数:${name}, ${why}`);

export const callLimited = (banMs: number) =>
  new TopError(
    7,
    'App Call Limited',
    'accesscontrol.limited-by-app-access-count',
    `This ban will last for ${Math.max(1, Math.ceil(banMs / 1000))} more seconds`,
  );
