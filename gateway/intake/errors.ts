import type { Bilingual } from '../../adapters/contract/index.ts';
import { codeProblemMessages } from '../../mappings/codes/index.ts';
import type { FieldError } from './contract.ts';

const messages = {
  ...codeProblemMessages,
  BLOCKED_BY_POLICY: {
    zh: '当地规则禁止该业务。规则说明见错误信息；如有误，请用 POST /v1/policy/explain 查看原因',
    en: 'A rule of the region forbids this. The message is the rule; ask POST /v1/policy/explain why it applies',
  },
  CODE_REPEATED: {
    zh: '同一追溯码在本单据中重复出现。请删除重复项；拆零销售时，同一盒只写一次',
    en: 'The same trace code stands in this document already. Remove the repetition; a split pack is listed once',
  },
  KIND_NOT_SUPPORTED: {
    zh: '暂不受理该业务类型：已配置的链路都不能上报它。请联系运维配置支持该业务类型的链路',
    en: 'Events of this kind are not taken: no configured link can submit them. Ask for a link whose profile has the kind',
  },
  OCCURRED_AT_INVALID: {
    zh: '业务时间不是有效的时间。请按 2026-01-31T08:00:00+08:00 的形式填写',
    en: 'The time of the event is not a valid time. Write it like 2026-01-31T08:00:00+08:00',
  },
  OCCURRED_IN_FUTURE: {
    zh: '业务时间晚于当前时间5分钟以上。请检查收银机的时钟和时区',
    en: 'The time of the event is more than 5 minutes in the future. Check the clock and offset of the POS',
  },
  PARENT_IS_ITSELF: {
    zh: '上级码与本码相同。请填写它所在的上一级包装的追溯码，最外层包装不填',
    en: 'The parent code is the code itself. Give the code of the next larger pack, and none for the outermost one',
  },
  PARENT_IS_NO_PACK: {
    zh: '上级码不是某一个包装的码（只标识批次、品种、机构或网址）。请扫描大一级包装上的追溯码，或删除 parent',
    en: 'The code of the larger pack names no single pack (only a batch, a product, an institution or a web page). Scan the trace code on the larger pack, or leave parent out',
  },
  PURCHASED_IN_FUTURE: {
    zh: '购进日期晚于今天。请核对',
    en: 'The purchase day is in the future. Check it',
  },
  SETTLEMENT_NOT_AWAITED: {
    zh: '待结算（awaiting）只用于尚未结算的医保销售：type 应为 insured，且不得已有结算ID。已结算的请去掉 awaiting',
    en: 'Only an insured sale without a settlement id waits for its settlement. Leave awaiting out of one that is settled or self-paid',
  },
  TOO_MANY_CODES: {
    zh: '该行追溯码超过平台单次上传上限。请拆成多行',
    en: 'This line has more trace codes than a platform takes in one upload. Split it into several lines',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type IntakeErrorCode = keyof typeof messages;

/** @param detail what this one is about (a value, a place), the same in both languages */
export function fieldError(code: IntakeErrorCode, pointer: string, detail?: string): FieldError {
  const { zh, en } = messages[code];
  if (detail === undefined) return { pointer, code, message: { zh, en } };
  return { pointer, code, message: { zh: `${zh}（${detail}）`, en: `${en} (${detail})` } };
}

/** All codes of intake for the error catalogue (`GET /v1/errors`). */
export const intakeErrors = Object.entries(messages).map(([code, message]) => ({
  code,
  source: 'intake',
  // 422: understood, but not a document that can be reported (RFC 9110 §15.5.21)
  status: 422,
  message,
}));
