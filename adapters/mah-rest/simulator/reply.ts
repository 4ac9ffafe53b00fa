import type { Reply } from '../../sim-kit/index.ts';
import type { RowResult } from './document-book.ts';
import type { MahRestSettings } from './settings.ts';

const contentType = 'application/json; charset=utf-8';

/** `data` of an answer. */
export interface AnswerData {
  readonly receiptNo?: string;
  readonly status?: 'ACCEPTED' | 'PENDING' | 'NOT_FOUND';
  readonly rows?: readonly RowResult[];
}

/** Writes answers: `{code, message, data?}` with codes as texts or numbers, as the settings say. */
export class ReplyWriter {
  readonly #codes: MahRestSettings['codes'];

  constructor({ codes }: Pick<MahRestSettings, 'codes'>) {
    this.#codes = codes;
  }

  answer(code: string, message: string, data?: AnswerData): Reply {
    const rows = data?.rows?.map((row) => ({ ...row, code: this.#code(row.code) }));
    const body = { code: this.#code(code), message, ...(data && { data: { ...data, ...(rows && { rows }) } }) };
    return { status: 200, contentType, body: JSON.stringify(body) };
  }

  /** The same answer with its code in the other JSON type. */
  retyped(reply: Reply): Reply {
    const body = reply.body
      .replaceAll(/"code":"(\d+)"/g, '"code":@$1@')
      .replaceAll(/"code":(\d+)/g, '"code":"$1"')
      .replaceAll(/@(\d+)@/g, '$1');
    return { ...reply, body };
  }

  #code(code: string): string | number {
    return this.#codes === 'number' ? Number(code) : code;
  }
}

export const alienReply: Reply = { status: 200, contentType, body: '{"success":true,"result":{"id":"1"}}' };

export const limitedReply = (retryAfterMs: number): Reply => ({
  status: 429,
  contentType,
  headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
  body: '{"message":"too many requests"}',
});
