import { isDate, parseChinaDateTime } from '../../sim-kit/index.ts';

/** @returns why the value is not taken, or undefined. */
export type Rule = (value: string) => string | undefined;

/** One parameter of a method, as its API page has it. */
export interface Param {
  readonly name: string;
  readonly required?: true;
  readonly rule?: Rule;
}

export const required = true as const;
export const atMost =
  (chars: number): Rule =>
  (value) =>
    [...value].length > chars ? `长度超过${chars}` : undefined;
export const oneOf =
  (...values: readonly string[]): Rule =>
  (value) =>
    values.includes(value) ? undefined : `应为${values.join('/')}`;
export const date: Rule = (value) => (isDate(value) ? undefined : '应为yyyy-MM-dd');
export const dateTime: Rule = (value) =>
  parseChinaDateTime(value) === undefined ? '应为yyyy-MM-dd HH:mm:ss' : undefined;
export const wholeNumber: Rule = (value) => (/^[1-9]\d{0,8}$/.test(value) ? undefined : '应为正整数');
