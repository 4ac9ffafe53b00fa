import type { Params } from './params.ts';

/** A list as the gateway's XML-born JSON carries it: wrapped in the name of its element type unless the caller asked for `simplify`. */
export class TypedList {
  readonly element: string;
  readonly items: readonly unknown[];

  constructor(element: string, items: readonly unknown[]) {
    this.element = element;
    this.items = items;
  }
}

/** The body of an answer, before the gateway's wrapper. */
export type Answer = Readonly<Record<string, unknown>>;

export const succeeded = { msg_code: 'SUCCESS', msg_info: '调用成功', response_success: true } as const;

/** The business refusal: the gateway call itself succeeded. */
export function failed(message: string, more: Answer = {}): Answer {
  return { msg_code: 'FAIL', msg_info: message, response_success: false, ...more };
}

/** @returns the rows of the page that `page` (from 1) and `page_size` ask for. */
export function pageOf<T>(rows: readonly T[], params: Params): readonly T[] {
  const [page, size] = [Number(params.get('page')), Number(params.get('page_size'))];
  return rows.slice((page - 1) * size, page * size);
}
