import type { Fault, FaultRow } from '../../adapters/contract/index.ts';

/** The faults that the look-up service itself finds; they belong to source `link` of the error catalogue. */
export const lookupFaultRows: readonly FaultRow[] = [
  {
    native: [],
    category: 'unavailable',
    code: 'LOOKUP_TIMED_OUT',
    message: { zh: '平台未在限定时间内答复', en: 'The platform did not answer in the time given.' },
    hint: { zh: '稍后再问;迟到的答复会保留', en: 'Ask again in a while; a late answer is kept.' },
  },
  {
    native: [],
    category: 'link-open',
    code: 'LOOKUP_LINK_ISOLATED',
    message: { zh: '该链路已被隔离', en: 'The link is isolated.' },
    hint: { zh: '等待运维人员恢复链路', en: 'Wait until an operator restores the link.' },
  },
  {
    native: [],
    category: 'overloaded',
    code: 'LOOKUP_OVERLOADED',
    message: { zh: '等待答复的查询过多', en: 'Too many questions wait for an answer.' },
    hint: { zh: '稍后再问', en: 'Ask again in a while.' },
  },
  {
    native: [],
    category: 'unavailable',
    code: 'LOOKUP_BROKEN',
    message: { zh: '查询时出现内部错误', en: 'The look-up failed on an error of our own.' },
    hint: { zh: '请把日志交给开发人员', en: 'Give the log to the developers.' },
  },
  {
    native: [],
    category: 'invalid-request',
    code: 'LOOKUP_PARAMS_INVALID',
    message: { zh: '查询参数不符合要求', en: 'The parameters are not those of the look-up.' },
    hint: {
      zh: '参数格式见 GET /v1/links/{id}/lookups',
      en: 'GET /v1/links/{id}/lookups describes them.',
    },
  },
  {
    native: [],
    category: 'invalid-request',
    code: 'LOOKUP_UNKNOWN',
    message: { zh: '该链路没有这个查询', en: 'The link has no such look-up.' },
    hint: { zh: '从 GET /v1/links/{id}/lookups 中选择', en: 'Take one that GET /v1/links/{id}/lookups lists.' },
  },
];

/** @throws Error for a code that is not in the table. */
export function lookupFault(code: string): Fault {
  const row = lookupFaultRows.find((known) => known.code === code);
  if (row === undefined) throw new Error(`no look-up fault ${code}`);
  return { category: row.category, code };
}
