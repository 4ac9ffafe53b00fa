import type { Fault, FaultCategory, FaultRow } from '../../adapters/contract/index.ts';

/** code: category, message zh, en, hint zh, en. */
const table = {
  SENDING_INTERRUPTED: [
    'unknown-outcome',
    '发送过程中网关中断，结果未知',
    'The gateway went away while sending; the outcome is unknown.',
    '系统会自动查询确认，无需处理',
    'It is being enquired; nothing to do.',
  ],
  ACCEPTED_THEN_LOST: [
    'unknown-outcome',
    '平台曾受理本单据，现在查不到；再发一次可能重复入账，未自动重发',
    'The platform had accepted this record and does not find it any more; a repeat might be booked twice, so it was not sent again.',
    '请在平台上或与平台人员核对：已入账则重投（只查询，不发送）；确认没有后，由运维人员勾选“已确认平台没有”重投',
    'Check at the platform or with its operator: if it holds the record, retry (that only enquires); once it is proven absent, an operator retries with confirmedAbsent.',
  ],
  CALL_BROKEN: [
    'unknown-outcome',
    '发送过程中出现内部错误，结果未知',
    'An error of our own while sending; the outcome is unknown.',
    '系统会自动查询确认；请把日志交给开发人员',
    'It is being enquired; give the log to the developers.',
  ],
  REPLY_UNREADABLE: [
    'contract-broken',
    '平台回复无法解析',
    'The reply could not be read.',
    '平台接口可能已变更，请联系适配器开发人员',
    'The interface may have changed; tell the author of the adapter.',
  ],
  ANSWER_OF_WRONG_TYPE: [
    'contract-broken',
    '平台回复与所做操作不符',
    'The answer does not belong to what was asked.',
    '请联系适配器开发人员',
    'Tell the author of the adapter.',
  ],
  TOO_MANY_STEPS: [
    'contract-broken',
    '分步操作超过200步仍未结束',
    'A stepped operation did not end within 200 steps.',
    '请联系适配器开发人员',
    'Tell the author of the adapter.',
  ],
  STEP_NOT_BUILT: [
    'contract-broken',
    '分步操作的后续请求无法生成，已发送部分结果未知',
    'A later step could not be built; what was sent before is of unknown outcome.',
    '系统会自动查询确认；请联系适配器开发人员',
    'It is being enquired; tell the author of the adapter.',
  ],
  SIGN_IN_WITHOUT_SESSION: [
    'unavailable',
    '签到成功但未返回签到信息',
    'The sign-in succeeded without giving a session.',
    '系统会自动重试；持续出现请联系平台',
    'It is tried again; ask the platform if it persists.',
  ],
  INPUT_REFUSED: [
    'invalid-request',
    '单据缺少该平台所需的字段，或其值不符合要求，未发送',
    'The event lacks what this platform needs, or holds what it does not take; nothing was sent.',
    '按平台信息中的字段修正单据后重新提交',
    'Correct the field that the platform message names, and post the event again.',
  ],
  INTERNAL_ERROR: [
    'misconfigured',
    '映射或适配器处理本单据时出错，未发送',
    'The mapping or adapter failed on this document; nothing was sent.',
    '按原因修正映射档或设置后重投',
    'Mend the profile or settings as the reason says, then retry.',
  ],
  SETTINGS_MISSING: [
    'misconfigured',
    '机构目录缺少该链路所需的信息',
    'The directory lacks what this link needs.',
    '补全机构目录',
    'Complete the directory entry.',
  ],
  NO_SUCH_READ: [
    'invalid-request',
    '该链路没有这个查询操作',
    'The link has no such read.',
    '从 GET /v1/links/{id}/lookups 中选择',
    'Take one that GET /v1/links/{id}/lookups lists.',
  ],
  LINK_UNKNOWN: [
    'misconfigured',
    '没有这条链路',
    'There is no such link.',
    '检查链路名称',
    'Check the name of the link.',
  ],
} as const satisfies Readonly<Record<string, readonly [FaultCategory, string, string, string, string]>>;

export type DispatchFaultCode = keyof typeof table;

/** The faults that the dispatcher itself finds, for the error catalogue; they belong to source `link`. */
export const dispatchFaultRows: readonly FaultRow[] = Object.entries(table).map(
  ([code, [category, zh, en, hintZh, hintEn]]) => ({
    native: [],
    category,
    code,
    message: { zh, en },
    hint: { zh: hintZh, en: hintEn },
  }),
);

/** @param nativeMessage what it was about; must hold no personal data */
export function dispatchFault(code: DispatchFaultCode, nativeMessage?: string): Fault {
  return { category: table[code][0], code, ...(nativeMessage === undefined ? {} : { nativeMessage }) };
}
